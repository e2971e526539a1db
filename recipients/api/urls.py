"""Sending people in. Addresses of the API are English, since programs read them, and end without a slash."""

from django.urls import path

from recipients.api import views

urlpatterns = [
    path("recipients/imports", views.ImportCreate.as_view(), name="import_create"),
    path("recipients/imports/<uuid:public_id>", views.ImportDetail.as_view(), name="import_detail"),
    path("recipients/imports/<uuid:public_id>/rows", views.ImportRows.as_view(), name="import_rows"),
    path("recipients/imports/<uuid:public_id>/apply", views.ImportApply.as_view(), name="import_apply"),
    path("recipients/imports/<uuid:public_id>/refuse", views.ImportRefuse.as_view(), name="import_refuse"),
]
