"""Addresses of the day of a handover: two confirmations, what did not come, who goes along."""

from django.urls import path

from donations.views import accompanying, confirming, shortfalls

urlpatterns = [
    path("serah-terima/<uuid:public_id>/kode/", confirming.handover_code, name="handover_code"),
    path("serah-terima/<uuid:public_id>/selesai/", confirming.hand_over, name="hand_over"),
    path("serah-terima/<uuid:public_id>/bast-bertanda-tangan/", confirming.signed_paper, name="signed_paper"),
    path("serah-terima/<uuid:public_id>/tidak-sampai/", shortfalls.handover_shortfalls, name="handover_shortfalls"),
    path("serah-terima/<uuid:public_id>/pendamping/", accompanying.handover_officer, name="handover_officer"),
    path("serah-terima/<uuid:public_id>/kalender.ics", accompanying.handover_calendar, name="handover_calendar"),
]
