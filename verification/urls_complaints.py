"""Complaints: the public door, the ticket's page, the desk."""

from django.urls import path

from verification.views import complaining, complaint_desk, tickets

urlpatterns = [
    path("lapor/", complaining.complaint_write, name="complaint_write"),
    path("lapor/cek/", tickets.complaint_find, name="complaint_find"),
    path("lapor/statistik/", complaining.complaint_figures, name="complaint_figures"),
    path("lapor/status/<slug:handle>/", tickets.complaint_status, name="complaint_status"),
    path("lapor/status/<slug:handle>/belum-puas/", tickets.complaint_contest, name="complaint_contest"),
    path("lapor/status/<slug:handle>/tutup/", tickets.complaint_leave, name="complaint_leave"),
    path("lapor/<str:code>/", tickets.complaint_old_address, name="complaint_old_address"),
    path("pengaduan/", complaint_desk.complaint_list, name="complaint_list"),
    path("pengaduan/cari/", complaint_desk.complaint_search, name="complaint_search"),
    path("pengaduan/<uuid:public_id>/", complaint_desk.complaint_detail, name="complaint_detail"),
    path("pengaduan/<uuid:public_id>/ambil/", complaint_desk.complaint_take, name="complaint_take"),
    path("pengaduan/<uuid:public_id>/jawab/", complaint_desk.complaint_answer, name="complaint_answer"),
    path("pengaduan/<uuid:public_id>/tutup/", complaint_desk.complaint_close, name="complaint_close"),
    path("pengaduan/<uuid:public_id>/perkara/", complaint_desk.complaint_case, name="complaint_case"),
    path("pengaduan/lampiran/<uuid:public_id>/", complaint_desk.complaint_attachment, name="complaint_attachment"),
]
