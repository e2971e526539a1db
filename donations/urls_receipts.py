"""Addresses of receipts, of the papers of thanks and of a giver's own pages."""

from django.urls import path

from donations.views import giving, receipts

urlpatterns = [
    path("bukti/", receipts.receipt_find, name="receipt_find"),
    path("bukti/<str:code>/", receipts.receipt, name="receipt"),
    path("donasi/profil/", giving.donor_profile, name="donor_profile"),
    path("donasi/ringkasan/", giving.giving_summary, name="giving_summary"),
    path("donasi/ringkasan/<int:year>.pdf", giving.giving_summary_download, name="giving_summary_download"),
    path("donasi/<uuid:public_id>/piagam.pdf", giving.thanks_download, name="thanks_download"),
]
