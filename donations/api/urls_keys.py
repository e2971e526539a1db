"""Promises and the matching: what a key opens."""

from django.urls import path

from donations.api import matching, pledges

urlpatterns = [
    path("pledges", pledges.PledgeList.as_view(), name="pledge_list"),
    path("pledges/<uuid:public_id>", pledges.PledgeDetail.as_view(), name="pledge_detail"),
    path("pledges/<uuid:public_id>/withdraw", pledges.PledgeWithdraw.as_view(), name="pledge_withdraw"),
    path("matching", matching.RunList.as_view(), name="matching_list"),
    path("matching/<uuid:public_id>", matching.RunDetail.as_view(), name="matching_detail"),
    path("matching/<uuid:public_id>/lines", matching.RunLines.as_view(), name="matching_lines"),
]
