"""The directory, found as on its page: by name, number and place."""

from __future__ import annotations

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ksbb.api import paging
from ksbb.api.asking import asked
from ksbb.api.views import PublicView
from ksbb.api.words import problems
from ksbb.territories.models import CITY_LENGTH
from schools.api.words import SchoolOut, SchoolsAsked, told_school
from schools.forms import SchoolFilter
from schools.models import School

_PROBLEMS = problems(400, 404, 406, 429, 503)


class SchoolList(PublicView):
    @extend_schema(
        operation_id="schools_list",
        tags=["public"],
        parameters=[SchoolsAsked, *paging.PARAMETERS],
        responses={200: paging.page_of_items("SchoolPage", SchoolOut), **_PROBLEMS},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """The schools that are open, by name."""
        found = SchoolFilter(_as_on_the_page(asked(SchoolsAsked, request))).filtered(School.objects.listed())
        schools = found.select_related("district__parent", "village")
        return paging.listed(request, schools, "name", "id", tell=told_school)


class SchoolDetail(PublicView):
    @extend_schema(operation_id="schools_read", tags=["public"], responses={200: SchoolOut, **_PROBLEMS}, auth=[])
    def get(self, request: Request, npsn: str) -> Response:
        """One school by its NPSN, also one that has closed."""
        places = School.objects.select_related("district__parent", "village")
        return Response(told_school(get_object_or_404(places, npsn=npsn)))


def _as_on_the_page(wanted: dict[str, object]) -> QueryDict:
    """The same question in the words of the page's address."""
    told = QueryDict(mutable=True)
    if area := str(wanted.get("area", "")):
        told["kota" if len(area) == CITY_LENGTH else "kecamatan"] = area
    for name, there in (("form", "bentuk"), ("status", "status"), ("search", "cari")):
        if name in wanted:
            told[there] = str(wanted[name])
    if wanted["in_programme"] is not None:
        told["program"] = "ya" if wanted["in_programme"] else "belum"
    return told
