"""What is needed, school by school: open to everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from donations.areas import area_rows, finer_than, offices_over
from donations.forms.filters import NeedFilter
from donations.need_rows import needs_of, rows_of
from donations.views.history import history_of_school
from ksbb.accounts.requests import ActorRequest
from ksbb.common.fragments import kept, kept_html
from ksbb.common.page_cache import keepable, public_page
from ksbb.common.paging import PARAMETER, Page, page_of
from ksbb.territories.models import DISTRICT_LENGTH, Boundary, Territory
from ksbb.territories.tilemap import tile_map
from recipients.models import NeedTally
from recipients.statistics import Figures, figures_by
from schools.models import School

PAGE = 25
# What a row shows of a school.
SHOWN = ("school__npsn", "school__name", "school__form", "school__status", "school__district__name")


@require_GET
def need_list(request: ActorRequest) -> HttpResponse:
    wanted, after = NeedFilter(request.GET), request.GET.get(PARAMETER, "")
    # The moment for who is signed in; a place is nobody else's. The numbers in the rows are of this moment for everybody.
    is_fresh = request.actor.is_signed_in or wanted.place is not None
    page = _page(wanted, after) if is_fresh else kept("need-page", (wanted.key, after), lambda: _page(wanted, after))
    found = _figures(wanted) if is_fresh else kept("need-figures", (wanted.key,), lambda: _figures(wanted))
    context = {
        "filter": wanted,
        "head_html": _piece("donations/partials/_need_head.html", wanted, {}),
        "rows": rows_of(page.rows),
        "after": page.after,
        "sum_html": _sum_html(wanted, sum(found.values(), Figures())),
        "orders_html": _piece("donations/partials/_need_orders.html", wanted, _orders_of(wanted)),
        "map_html": _map_html(wanted, found),
    }
    response = render(request, "donations/need_list.html", context)
    return response if wanted.place else keepable(response)


def _page(wanted: NeedFilter, after: str) -> Page[NeedTally]:
    columns = ("school_id", "need_class", "top_rank", "minus_unmet", "minus_open", *SHOWN)
    tallies = wanted.tallies().select_related("school__district").only(*columns)
    return page_of(tallies, *wanted.order, after=after, size=PAGE)


def _figures(wanted: NeedFilter) -> dict[str, Figures]:
    """The four numbers of what is looked for, by area."""
    codes = (wanted.area,) if wanted.area else ()
    return figures_by(
        finer_than(wanted.area, wide=wanted.is_wide), codes, schools=wanted.schools(), classes=wanted.classes()
    )


def _sum_html(wanted: NeedFilter, total: Figures) -> SafeString:
    """The four numbers and where to go from them."""
    context = {"filter": wanted, "figures": total, "search": urlencode(wanted.parts)}
    return kept_html(
        "need-sum", (wanted.key, total), lambda: render_to_string("donations/partials/_need_sum.html", context)
    )


def _piece(name: str, wanted: NeedFilter, context: dict[str, object]) -> SafeString:
    """A part of the page that depends on the choices alone: the same for everybody who chose the same."""

    def draw() -> SafeString:
        return render_to_string(name, {"filter": wanted, **context})

    if wanted.errors or wanted.place:
        return draw()
    return kept_html(name, (wanted.key, wanted.lacks_place), draw)


def _orders_of(wanted: NeedFilter) -> dict[str, object]:
    """The ways to order the list, each with its address; the nearest is completed by the reader's browser."""
    orders = [
        (value, label, _with(reverse("donations:need_list"), wanted.parts | ({"urut": value} if value else {})))
        for value, label in wanted.orders
    ]
    return {"orders": orders, "near_url": orders[-1][2]}


def _map_html(wanted: NeedFilter, found: dict[str, Figures]) -> SafeString:
    """The map with its numbers as a table, and as tiles for who has no script."""

    def draw() -> SafeString:
        of_districts = finer_than(wanted.area, wide=wanted.is_wide) == DISTRICT_LENGTH
        context = {
            "map": tile_map({code: one.open for code, one in found.items()}) if of_districts else None,
            "areas": area_rows(found, wanted.names),
            "points_url": _with(reverse("donations:need_points"), wanted.parts),
            "boundaries_url": _boundaries_url(wanted),
        }
        return render_to_string("donations/partials/_need_places.html", context)

    return kept_html("need-places", (tuple(wanted.parts.items()), tuple(sorted(found.items(), key=str))), draw)


def _boundaries_url(wanted: NeedFilter) -> str:
    """Empty while no outlines are loaded."""
    level = Territory.Level.DISTRICT
    if not kept("outlines", (), lambda: Boundary.objects.filter(territory__level=level).exists()):
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
        "side_html": kept_html("school-side", (npsn, total, timezone.localdate()), lambda: _side(school, total)),
    }
    return render(request, "donations/need_school.html", context)


def _side(school: School, total: Figures) -> SafeString:
    """What stands beside the needs: their past, the office, the place."""
    context = {
        "school": school,
        "total": total,
        "history": history_of_school(school, total),
        "offices": offices_over(school.region),
    }
    return render_to_string("donations/partials/_school_side.html", context)
