"""Addresses of the guardian's slip and of the form for a handover without network."""

from django.urls import path

from donations.views import slips

urlpatterns = [
    path("terima/", slips.slip_answer, name="slip_answer"),
    path("serah-terima/<uuid:public_id>/slip.pdf", slips.slip_print, name="slip_print"),
]
