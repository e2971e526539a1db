"""Complaints: the public door, the ticket's page, the desk."""

from django.urls import path

from verification.views import complaining, complaint_desk

urlpatterns = [
    path("lapor/", complaining.complaint_write, name="complaint_write"),
    path("lapor/cek/", complaining.complaint_find, name="complaint_find"),
    path("lapor/statistik/", complaining.complaint_figures, name="complaint_figures"),
    path("lapor/<str:code>/", complaining.complaint_status, name="complaint_status"),
    path("lapor/<str:code>/belum-puas/", complaining.complaint_contest, name="complaint_contest"),
    path("pengaduan/", complaint_desk.complaint_list, name="complaint_list"),
    path("pengaduan/<uuid:public_id>/", complaint_desk.complaint_detail, name="complaint_detail"),
    path("pengaduan/<uuid:public_id>/ambil/", complaint_desk.complaint_take, name="complaint_take"),
    path("pengaduan/<uuid:public_id>/jawab/", complaint_desk.complaint_answer, name="complaint_answer"),
    path("pengaduan/<uuid:public_id>/tutup/", complaint_desk.complaint_close, name="complaint_close"),
    path("pengaduan/lampiran/<uuid:public_id>/", complaint_desk.complaint_attachment, name="complaint_attachment"),
]
