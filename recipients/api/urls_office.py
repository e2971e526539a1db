"""The criteria, for the office's programs."""

from django.urls import path

from recipients.api import criteria

urlpatterns = [
    path("criteria", criteria.CriteriaList.as_view(), name="criteria_list"),
    path("criteria/<uuid:public_id>", criteria.CriteriaDetail.as_view(), name="criteria_detail"),
]
