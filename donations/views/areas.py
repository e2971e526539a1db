"""A kota's or a kecamatan's page, and its sheet on paper: open to everybody."""

from __future__ import annotations

import re

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from donations.areas import area_rows, finer_than, offices_over
from donations.need_rows import rows_of
from donations.sheet import MOST_SCHOOLS, SheetData, SheetRow, sheet_pdf
from donations.views.history import history_of_area
from ksbb.accounts.requests import ActorRequest
from ksbb.common.fragments import kept, kept_html
from ksbb.common.page_cache import public_page
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH, Boundary, Territory, short_name, within
from recipients.models import NeedClass, NeedTally
from recipients.statistics import Figures, figures_by, figures_of_schools
from schools.models import School

FEW = 10
MOST_DOTS = 600
CODE = re.compile(r"[0-9]{2}\.[0-9]{2}(\.[0-9]{2})?", re.ASCII)


def _area_or_404(code: str) -> Territory:
    if not CODE.fullmatch(code):
        raise Http404
    levels = [Territory.Level.CITY, Territory.Level.DISTRICT]
    return get_object_or_404(Territory.objects.select_related("parent"), code=code, level__in=levels)


def _open(area: Territory) -> QuerySet[NeedTally]:
    """The counts of schools of the programme there with open needs."""
    return NeedTally.objects.filter(
        within("region", [area.code]), open__gt=0, school__is_closed=False, school__accepted_at__isnull=False
    )


@require_GET
@public_page
def need_area(request: ActorRequest, code: str) -> HttpResponse:
    area = _area_or_404(code)
    found = figures_by(finer_than(code), (code,))
    total = sum(found.values(), Figures())
    most = _open(area).select_related("school__district").order_by("minus_open", "id")[:FEW]
    asked = urlencode({"kota" if len(code) == CITY_LENGTH else "kecamatan": code})
    context = {
        "area": area,
        "around": area.parent if len(code) == DISTRICT_LENGTH else None,
        "figures": total,
        "rows": rows_of(list(most)),
        "areas": area_rows(found, _names(code)),
        "side_html": kept_html("area-side", (code, total, timezone.localdate()), lambda: _side(code, total)),
        "list_url": f"{reverse('donations:need_list')}?{asked}",
        "save_url": f"{reverse('donations:search_save')}?{asked}",
        "points_url": f"{reverse('donations:need_points')}?{asked}",
        "boundaries_url": _boundaries_url(),
    }
    return render(request, "donations/need_area.html", context)


def _side(code: str, total: Figures) -> SafeString:
    """The past of the needs, and the offices."""
    context = {"history": history_of_area(code, total), "offices": offices_over(code)}
    return render_to_string("donations/partials/_area_side.html", context)


def _names(code: str) -> dict[str, str]:
    """Of the area and everything in it."""
    return dict(Territory.objects.within([code]).values_list("code", "name"))


def _boundaries_url() -> str:
    """Empty while no outlines are loaded."""
    level = Territory.Level.DISTRICT
    there = kept("outlines", (), lambda: int(Boundary.objects.filter(territory__level=level).exists()))
    return reverse("donations:boundaries", args=[level]) if there else ""


@require_GET
@public_page
def need_area_sheet(request: ActorRequest, code: str) -> HttpResponse:
    """One A4 for a meeting; drawn at most once in `FACET_CACHE_SECONDS`, as drawing costs more than a page."""
    area = _area_or_404(code)
    pdf = kept("sheet", (code,), lambda: sheet_pdf(_sheet(area)))
    name = f"kebutuhan-gawai-{code}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _sheet(area: Territory) -> SheetData:
    found = figures_by(finer_than(area.code), (area.code,))
    total = sum(found.values(), Figures())
    schools = list(
        School.objects.filter(pk__in=_open(area).values("school_id")).select_related("village").order_by("pk")
    )
    live = figures_of_schools([school.pk for school in schools])
    waiting = sorted((_row(school, live) for school in schools), key=lambda row: (-row.pupils - row.teachers, row.name))
    office = next(iter(offices_over(area.code, most=1)), None)
    return SheetData(
        area=area.short_name,
        around=short_name(area.parent.name) if area.parent and len(area.code) == DISTRICT_LENGTH else "",
        issued_on=timezone.localdate(),
        figures=(total.needed, total.pledged, total.handed_over, total.verified),
        rows=waiting[:MOST_SCHOOLS],
        more=max(0, len(waiting) - MOST_SCHOOLS),
        outlines=_outlines(area.code, found),
        dots=[
            (school.latitude, school.longitude, _left(school, live))
            for school in schools[:MOST_DOTS]
            if school.latitude is not None and school.longitude is not None
        ],
        office=office.name if office else "",
        office_contact=" · ".join(part for part in (office.office_phone, office.office_email) if part)
        if office
        else "",
        page_url=f"{settings.PUBLIC_URL}{reverse('donations:need_area', args=[area.code])}",
    )


def _row(school: School, live: dict[tuple[int, str], Figures]) -> SheetRow:
    pupils, teachers = (live.get((school.pk, one), Figures()) for one in NeedClass.values)
    return SheetRow(
        name=school.name,
        place=school.village.short_name if school.village else "",
        pupils=max(0, pupils.open),
        teachers=max(0, teachers.open),
        needed=pupils.needed + teachers.needed,
    )


def _left(school: School, live: dict[tuple[int, str], Figures]) -> int:
    return sum(max(0, live.get((school.pk, one), Figures()).open) for one in NeedClass.values)


def _outlines(code: str, found: dict[str, Figures]) -> list[tuple[dict[str, object], int]]:
    """The kecamatan of a kota, or the one kecamatan, with what is open in each."""
    outlines = Boundary.objects.filter(territory__level=Territory.Level.DISTRICT).filter(
        within("territory__code", [code])
    )
    rows = [(outline.territory_id, outline.geometry) for outline in outlines.order_by("pk")]
    return [(geometry, found.get(one, Figures()).open) for one, geometry in rows]
