"""Addresses of the guardian's slip and of the form for a handover without network."""

from django.urls import path

from donations.views import offline, slips

urlpatterns = [
    path("terima/", slips.slip_answer, name="slip_answer"),
    path("serah-terima/<uuid:public_id>/slip.pdf", slips.slip_print, name="slip_print"),
    path("luring/", offline.offline_form, name="offline_form"),
    path("luring/manifest.webmanifest", offline.offline_manifest, name="offline_manifest"),
    path("luring/pekerja.js", offline.offline_worker, name="offline_worker"),
    path("luring/daftar.json", offline.offline_list, name="offline_list"),
    path("luring/kirim/", offline.offline_send, name="offline_send"),
]
