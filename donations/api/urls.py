"""Needs, receipts, papers."""

from django.urls import path

from donations.api import needs, receipts

urlpatterns = [
    path("needs", needs.NeedList.as_view(), name="need_list"),
    path("needs/<str:npsn>", needs.NeedsOfSchool.as_view(), name="need_school"),
    path("receipts/<str:code>", receipts.ReceiptDetail.as_view(), name="receipt"),
    path("papers/<str:code>", receipts.PaperDetail.as_view(), name="paper"),
]
