"""The four numbers, from the same rounded cells as the page: nothing finer is told here than there."""

from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from donations.flows import flows_by_month
from ksbb.api.asking import asked
from ksbb.api.problems import ProblemError
from ksbb.api.views import PublicView
from ksbb.api.words import problems
from ksbb.common.fragments import kept
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH, Territory, short_name
from verification.api.words import (
    FiguresAsked,
    FiguresOut,
    MonthsAsked,
    MonthsOut,
    part_of,
    told_figure,
    told_month,
)
from verification.figures import EVERYWHERE, FigureCube, MonthRow, figure_cube, told_flows, told_months
from verification.rounding import FEWEST

_PROBLEMS = problems(400, 404, 406, 429, 503)
_KINDS = {"form": "form:", "need_class": "class:"}


class FigureList(PublicView):
    @extend_schema(
        operation_id="figures_list",
        tags=["public"],
        parameters=[FiguresAsked],
        responses={200: FiguresOut, **_PROBLEMS},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Needed, pledged, handed over and verified as they stand now, by area, jenjang or class of need."""
        wanted = asked(FiguresAsked, request)
        cube = kept("figure-cube", (), figure_cube)
        area, part = str(wanted.get("area", EVERYWHERE)), part_of(wanted)
        if area and area not in cube.areas():
            raise ProblemError(404, "unknown_area", _("Tidak ada angka untuk kode wilayah ini."))
        cells = _cells(cube, area, part, str(wanted["by"]))
        names = dict(Territory.objects.filter(pk__in={code for code, _part in cells}).values_list("pk", "name"))
        items = [told_figure(code, short_name(names.get(code, "")), one, cube.told(code, one)) for code, one in cells]
        return Response({"fewest": FEWEST, "items": items})


class MonthList(PublicView):
    @extend_schema(
        operation_id="figures_months",
        tags=["public"],
        parameters=[MonthsAsked],
        responses={200: MonthsOut, **_PROBLEMS},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """What was promised, handed over and verified in each month, the newest first, by kind of device."""
        device = asked(MonthsAsked, request).get("device")
        items = [
            told_month(row.month, device, row.by_type.get(device, {}) if device else row.total) for row in _months()
        ]
        return Response({"fewest": FEWEST, "items": items})


def _cells(cube: FigureCube, area: str, part: str, by: str) -> list[tuple[str, str]]:
    """(area, slice) of what is told: the asked one, or its parts."""
    if by == "area":
        length = DISTRICT_LENGTH if area else CITY_LENGTH
        inside = [code for code in cube.areas() if len(code) == length and code.startswith(area) and code != area]
        return [(code, part) for code in inside]
    if by in _KINDS:
        return [(area, one) for one in cube.slices() if one.startswith(_KINDS[by])]
    return [(area, part)]


def _months() -> list[MonthRow]:
    """From the same cells that the page keeps under this name."""
    return told_months(kept("figure-months", (), lambda: told_flows(flows_by_month())))
