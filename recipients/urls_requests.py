"""What people ask about their own data."""

from django.urls import path

from recipients.views import request_steps, requests

urlpatterns = [
    path("penerima/<uuid:public_id>/permintaan/", requests.request_record, name="request_record"),
    path("permintaan/", requests.request_list, name="request_list"),
    path("permintaan/unduh/", request_steps.request_export, name="request_export"),
    path("permintaan/<uuid:public_id>/", requests.request_detail, name="request_detail"),
    path("permintaan/<uuid:public_id>/kerjakan/", request_steps.request_take_up, name="request_take_up"),
    path("permintaan/<uuid:public_id>/jawab/", request_steps.request_answer, name="request_answer"),
    path("permintaan/<uuid:public_id>/tolak/", request_steps.request_refuse, name="request_refuse"),
    path("permintaan/<uuid:public_id>/batal/", request_steps.request_take_back, name="request_take_back"),
]
