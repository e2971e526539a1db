"""Open needs, school by school and class by class: the same list as on `/kebutuhan/`, with the numbers of this moment."""

from __future__ import annotations

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from donations.api.words import (
    ORDERS,
    NeedOut,
    NeedsAsked,
    SchoolNeedsOut,
    page_of_school,
    told_class,
    told_need,
    told_place,
)
from donations.forms.filters import NeedFilter
from donations.need_rows import needs_of, rows_of
from ksbb.api import paging
from ksbb.api.asking import asked
from ksbb.api.problems import ProblemError
from ksbb.api.views import PublicView
from ksbb.api.words import problems
from ksbb.common.paging import is_cursor, page_of
from recipients.statistics import Figures
from schools.models import School

_PROBLEMS = problems(400, 404, 406, 429, 503)
_COLUMNS = ("school_id", "need_class", "top_rank", "minus_unmet", "minus_open")
_OF_SCHOOL = ("npsn", "name", "form", "status", "district__name")


class NeedList(PublicView):
    max_age = 30

    @extend_schema(
        operation_id="needs_list",
        tags=["public"],
        parameters=[NeedsAsked, *paging.PARAMETERS],
        responses={200: paging.page_of_items("NeedPage", NeedOut), **_PROBLEMS},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Open needs, the most urgent first; by class of need, since several kinds of device serve one."""
        wanted = NeedFilter(_as_on_the_page(asked(NeedsAsked, request)))
        shown = (*_COLUMNS, *(f"school__{name}" for name in _OF_SCHOOL))
        tallies = wanted.tallies().select_related("school__district").only(*shown)
        after = request.query_params.get(paging.AFTER, "")
        if after and not is_cursor(after, tallies, *wanted.order):
            raise paging.unknown_cursor()
        page = page_of(tallies, *wanted.order, after=after, size=paging.limit_of(request))
        return paging.answer(request, [told_need(row) for row in rows_of(page.rows)], page.after)


class NeedsOfSchool(PublicView):
    max_age = 30

    @extend_schema(operation_id="needs_read", tags=["public"], responses={200: SchoolNeedsOut, **_PROBLEMS}, auth=[])
    def get(self, request: Request, npsn: str) -> Response:
        """What one school needs: 404 for one that has closed."""
        school = get_object_or_404(School.objects.listed().select_related("district"), npsn=npsn)
        rows = needs_of(school)
        total = sum((row.figures for row in rows), Figures())
        numbers = {name: getattr(total, name) for name in ("needed", "pledged", "handed_over", "verified")}
        told = {
            "school": told_place(school),
            "total": numbers | {"open": max(0, total.open)},
            "needs": [told_class(row) for row in rows if row.figures.needed],
            "is_open": bool(school.accepted_at) and any(row.figures.open > 0 for row in rows),
            "page": page_of_school(school),
        }
        return Response(told)


_PLACES = {5: ("kota",), 8: ("kota", "kecamatan"), 13: ("kota", "kecamatan", "kelurahan")}


def _as_on_the_page(wanted: dict[str, object]) -> QueryDict:
    """The same question in the words of the page's address."""
    told = QueryDict(mutable=True)
    area = str(wanted.get("area", ""))
    for name, length in zip(_PLACES.get(len(area), ()), (5, 8, 13), strict=False):
        told[name] = area[:length]
    for name, there in (("level", "jenjang"), ("status", "status"), ("need_class", "untuk"), ("device", "gawai")):
        if name in wanted:
            told[there] = str(wanted[name])
    for name, there in (("search", "cari"), ("lat", "lat"), ("lon", "lon")):
        if name in wanted:
            told[there] = str(wanted[name])
    told["urut"] = ORDERS[str(wanted["order"])]
    if area and NeedFilter(told).area != area:
        raise ProblemError(400, "unknown_area", _("Kode wilayah ini tidak ada. Lihat kodenya di daftar sekolah."))
    return told
