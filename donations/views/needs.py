"""What is needed, school by school: open to everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from donations.areas import area_rows, finer_than, offices_over
from donations.forms.filters import NeedFilter
from donations.views.history import history_of_school
from donations.views.need_rows import needs_of, rows_of
from ksbb.accounts.requests import ActorRequest
from ksbb.common.fragments import kept, kept_html
from ksbb.common.page_cache import keepable, public_page
from ksbb.common.paging import PARAMETER, page_of
from ksbb.territories.models import DISTRICT_LENGTH, Boundary, Territory
from ksbb.territories.tilemap import tile_map
from recipients.statistics import Figures, figures_by
from schools.models import School

PAGE = 25


@require_GET
def need_list(request: ActorRequest) -> HttpResponse:
    wanted = NeedFilter(request.GET)
    tallies = wanted.tallies().select_related("school__district")
    page = page_of(tallies, *wanted.order, after=request.GET.get(PARAMETER, ""), size=PAGE)
    found = _figures(wanted, fresh=request.actor.is_signed_in)
    context = {
        "filter": wanted,
        "filter_html": _filter_html(wanted),
        "rows": rows_of(page.rows),
        "after": page.after,
        "is_first": not request.GET.get(PARAMETER),
        "figures": sum(found.values(), Figures()),
        "places_html": _places_html(wanted, found),
        "search": urlencode(wanted.parts),
        "points_url": _with(reverse("donations:need_points"), wanted.parts),
        "boundaries_url": _boundaries_url(wanted),
    }
    response = render(request, "donations/need_list.html", context)
    # Whoever is near something is nobody else.
    return response if wanted.place else keepable(response)


def _figures(wanted: NeedFilter, *, fresh: bool) -> dict[str, Figures]:
    """The four numbers of what is looked for, by area; who is signed in gets those of this moment."""

    def count() -> dict[str, Figures]:
        codes = (wanted.area,) if wanted.area else ()
        return figures_by(finer_than(wanted.area), codes, schools=wanted.schools(), classes=wanted.classes())

    return count() if fresh else kept("figures", (sorted(wanted.parts.items()),), count)


def _filter_html(wanted: NeedFilter) -> SafeString:
    """The form with all its choices; the same for everybody who chose the same."""

    def draw() -> SafeString:
        return render_to_string("donations/partials/_need_filter.html", {"filter": wanted})

    if wanted.errors or wanted.place:
        return draw()
    return kept_html("need-filter", (sorted(wanted.chosen().items()), wanted.lacks_place), draw)


def _places_html(wanted: NeedFilter, found: dict[str, Figures]) -> SafeString:
    """The areas as a table, and as tiles for who has no script: a map and its numbers."""

    def draw() -> SafeString:
        of_districts = finer_than(wanted.area) == DISTRICT_LENGTH
        tiles = tile_map({code: one.open for code, one in found.items()}) if of_districts else None
        context = {"map": tiles, "areas": area_rows(found, wanted.names), "area": wanted.area}
        return render_to_string("donations/partials/_need_places.html", context)

    return kept_html("need-places", (sorted(wanted.parts.items()), sorted(found.items(), key=str)), draw)


def _boundaries_url(wanted: NeedFilter) -> str:
    """Empty while no outlines are loaded."""
    level = Territory.Level.DISTRICT
    if not kept("outlines", (), lambda: int(Boundary.objects.filter(territory__level=level).exists())):
        return ""
    about_schools = {name: value for name, value in wanted.parts.items() if not name.startswith("k")}
    return _with(reverse("donations:boundaries", args=[level]), about_schools)


def _with(address: str, asked: dict[str, str]) -> str:
    return f"{address}?{urlencode(asked)}" if asked else address


@require_GET
@public_page
def need_school(request: ActorRequest, npsn: str) -> HttpResponse:
    school = get_object_or_404(School.objects.listed().select_related("district__parent", "village"), npsn=npsn)
    rows = needs_of(school)
    total = sum((row.figures for row in rows), Figures())
    context = {
        "school": school,
        "rows": [row for row in rows if row.figures.needed],
        "total": total,
        "is_open": bool(school.accepted_at) and any(row.figures.open > 0 for row in rows),
        "history": history_of_school(school, total),
        "offices": offices_over(school.region),
    }
    return render(request, "donations/need_school.html", context)
