"""The needs as GeoJSON: schools as points, areas as outlines."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any, Protocol

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from donations.forms.filters import NeedFilter
from donations.urgency import band_of
from ksbb.accounts.requests import ActorRequest
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH, Boundary, Territory
from recipients.statistics import Figures, changes_of_schools, figures_by

MOST_POINTS = 5_000
FRESH = 30
LENGTHS = {Territory.Level.CITY.value: CITY_LENGTH, Territory.Level.DISTRICT.value: DISTRICT_LENGTH}


@require_GET
def need_points(request: ActorRequest) -> HttpResponse:
    """Schools with open needs, the most urgent first when there are more than MOST_POINTS; half a minute old at most."""
    wanted = NeedFilter(request.GET)
    key = f"points:{_digest(wanted)}"
    body = cache.get(key)
    if body is None:
        body = _collection(_points(wanted))
        cache.set(key, body, FRESH)
    return _geojson(request, body)


def _points(wanted: NeedFilter) -> list[dict[str, Any]]:
    places = wanted.tallies().filter(school__latitude__isnull=False).order_by("top_rank", "id")
    by_school: dict[int, list[_Place]] = defaultdict(list)
    # Thousands of rows: only what is shown of each, and the counts with them.
    for row in places.values_list(*_SHOWN, named=True)[:MOST_POINTS]:
        by_school[row.school_id].append(row)
    since = changes_of_schools(list(by_school))
    points = []
    for school_id, rows in by_school.items():
        folded = (Figures(row.open, row.reserved, row.delivered, row.met) for row in rows)
        waiting = (since.get((school_id, row.need_class), Figures()) for row in rows)
        found = sum((*folded, *waiting), Figures())
        if found.open > 0:
            points.append(_point(rows[0], found))
    return points


class _Place(Protocol):
    """A row of `_SHOWN`."""

    school_id: int
    need_class: str
    top_rank: int
    open: int
    reserved: int
    delivered: int
    met: int
    school__npsn: str
    school__name: str
    school__form: str
    school__latitude: float
    school__longitude: float


_SHOWN = tuple(_Place.__annotations__)


def _point(first: _Place, found: Figures) -> dict[str, Any]:
    band = band_of(first.need_class, first.top_rank)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [first.school__longitude, first.school__latitude]},
        "properties": {
            "name": first.school__name,
            "form": first.school__form,
            "url": reverse("donations:need_school", args=[first.school__npsn]),
            "open": found.open,
            "needed": found.needed,
            "urgency": band.level,
            "urgency_label": str(band.label),
        },
    }


@require_GET
def boundaries(request: HttpRequest, level: str) -> HttpResponse:
    """Outlines of all kota or kecamatan with the numbers of what is looked for; 404 while none are loaded."""
    if level not in LENGTHS:
        raise Http404
    wanted = NeedFilter(request.GET)
    key = f"boundaries:{level}:{_digest(wanted)}"
    body = cache.get(key)
    if body is None:
        body = _collection(_areas(level, wanted))
        cache.set(key, body, FRESH)
    if body == _collection([]):
        raise Http404
    return _geojson(request, body)


def _digest(wanted: NeedFilter) -> str:
    asked = json.dumps([get_language(), sorted(wanted.parts.items())])
    return hashlib.sha256(asked.encode()).hexdigest()


def _areas(level: str, wanted: NeedFilter) -> list[dict[str, Any]]:
    numbers = figures_by(LENGTHS[level], schools=wanted.schools(), classes=wanted.classes())
    outlines = Boundary.objects.filter(territory__level=level).select_related("territory").order_by("pk")
    return [
        {
            "type": "Feature",
            "geometry": outline.geometry,
            "properties": {
                "code": outline.territory_id,
                "name": outline.territory.short_name,
                "url": reverse("donations:need_area", args=[outline.territory_id]),
                "open": numbers.get(outline.territory_id, Figures()).open,
                "needed": numbers.get(outline.territory_id, Figures()).needed,
            },
        }
        for outline in outlines
    ]


def _collection(features: list[dict[str, Any]]) -> bytes:
    return json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _geojson(request: HttpRequest, body: bytes) -> HttpResponse:
    """Nothing here depends on who asks, so a browser may keep it for a while."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/geo+json", headers={"ETag": etag})
    patch_cache_control(response, max_age=FRESH)
    return get_conditional_response(request, etag=etag, response=response) or response
