"""The first page: what is needed, where, and what has been proven."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from ksbb.common.fragments import kept_html
from ksbb.common.page_cache import public_page
from ksbb.portal.charts import progress
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH
from ksbb.territories.tilemap import CITIES, tile_map
from verification.statistics import Figures, figures_by, latest_proven


@require_GET
@public_page
def home(request: HttpRequest) -> HttpResponse:
    districts = figures_by(DISTRICT_LENGTH)
    total = sum(districts.values(), Figures())
    context = {
        "figures": total,
        "bars": progress(total),
        "cities": _by_city(districts),
        "map_html": _map_html({code: found.open for code, found in districts.items()}),
        "proven": latest_proven(6),
    }
    return render(request, "portal/home.html", context)


def _map_html(values: dict[str, int]) -> SafeString:
    """Drawn once for equal numbers: the map is most of the page's work."""
    return kept_html(
        "tile-map",
        tuple(sorted(values.items())),
        lambda: render_to_string("components/tile_map.html", {"map": tile_map(values)}),
    )


def _by_city(districts: dict[str, Figures]) -> list[tuple[str, str, Figures]]:
    """(code, name, figures) of each kota, in the order of the official codes."""
    sums = dict.fromkeys(CITIES, Figures())
    for code, found in districts.items():
        if code[:CITY_LENGTH] in sums:
            sums[code[:CITY_LENGTH]] += found
    return [(code, CITIES[code], found) for code, found in sums.items()]
