"""Figures to be shown inside other people's pages: no script, no cookie, and the only pages that may stand in a frame."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from ksbb.common.fragments import kept
from ksbb.common.page_cache import public_page
from ksbb.territories.models import Territory, short_name
from ksbb.territories.tilemap import tile_map
from verification.figures import EVERYWHERE, FigureCube, figure_cube

# The reader's setting decides, unless the page around is always light or dark.
THEMES = {"terang": "light", "gelap": "dark"}
# Takes the place of the site's own for these pages; a script is none of them.
POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "style-src": [SELF],
    "font-src": [SELF],
    "img-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}
View = Callable[[HttpRequest], HttpResponseBase]


def may_be_framed(view: View) -> View:
    """Everybody may put this page into a frame of theirs; nothing on it can be clicked to do anything."""
    return xframe_options_exempt(csp_replace(POLICY)(view))


def _cube() -> FigureCube:
    return kept("figure-cube", (), figure_cube)


@require_GET
@may_be_framed
@public_page
def widget_figures(request: HttpRequest) -> HttpResponse:
    """The four numbers of everywhere or of `?wilayah=`, a kota or kecamatan with needs."""
    cube, area = _cube(), request.GET.get("wilayah", EVERYWHERE)
    if area and area not in cube.areas():
        raise Http404
    name = short_name(Territory.objects.values_list("name", flat=True).get(pk=area)) if area else ""
    context = {"told": cube.told(area), "area": area, "area_name": name, "theme": _theme(request)}
    return render(request, "portal/widget_figures.html", context)


@require_GET
@may_be_framed
@public_page
def widget_map(request: HttpRequest) -> HttpResponse:
    """What waits for a giver, as a map of tiles."""
    context = {"map": tile_map(_cube().open_by_district()), "theme": _theme(request)}
    return render(request, "portal/widget_map.html", context)


def _theme(request: HttpRequest) -> str:
    return THEMES.get(request.GET.get("tema", ""), "")
