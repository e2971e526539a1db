"""The figures in public: by area, jenjang, need and month, with small cells left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from donations.flows import flows_by_month
from donations.models import DeviceType
from ksbb.common.fragments import kept
from ksbb.common.page_cache import public_page
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH, Territory, short_name
from recipients.models import NeedClass
from verification.charts import equity_of, month_groups
from verification.figures import ALL, EVERYWHERE, FigureCube, MonthRow, figure_cube, told_months
from verification.timing import Waiting, waiting_times


@require_GET
@public_page
def figures_page(request: HttpRequest) -> HttpResponse:
    cube = kept("figure-cube", (), figure_cube)
    area, part = request.GET.get("wilayah", EVERYWHERE), request.GET.get("bagian", ALL)
    if (area and area not in cube.areas()) or (part != ALL and part not in cube.slices()):
        raise Http404
    names = _names(cube)
    return render(request, "verification/figures.html", _context(cube, names, area, part))


def _context(cube: FigureCube, names: dict[str, str], area: str, part: str) -> dict[str, Any]:
    inner = [(names[code], code, cube.told(code, part)) for code in _inside(cube, area)]
    months = _months() if area == EVERYWHERE and part == ALL else []
    return {
        "area": area,
        "area_name": names.get(area, ""),
        "part": part,
        "parts": [(key, _part_name(key)) for key in cube.slices()],
        "areas": [(code, names[code]) for code in cube.areas() if len(code) == CITY_LENGTH],
        "total": [{"label": _part_name(part) if part != ALL else _("Semua"), "told": cube.told(area, part)}],
        "rows": [{"label": name, "told": told} for name, _code, told in inner],
        "equity": equity_of([(name, told) for name, _code, told in inner]),
        "months": _month_lines(months),
        "groups": month_groups(months),
        "waiting": [(names.get(row.area, ""), row) for row in _waiting()] if part == ALL else [],
        "slices": _by_slice(cube, area) if part == ALL else [],
    }


def _inside(cube: FigureCube, area: str) -> list[str]:
    """The kecamatan of the area; of a kecamatan nothing finer is told."""
    return [code for code in cube.areas() if len(code) == DISTRICT_LENGTH and code != area and code.startswith(area)]


def _by_slice(cube: FigureCube, area: str) -> Sequence[dict[str, Any]]:
    return [{"label": _part_name(key), "told": cube.told(area, key)} for key in cube.slices() if key != ALL]


def _month_lines(months: Sequence[MonthRow]) -> list[dict[str, Any]]:
    """Each month as a whole, followed by its kinds of device."""
    lines = []
    for row in months:
        name = date_format(row.month, "F Y")
        lines.append({"name": name, "counts": row.total})
        lines += [{"name": f"{name}: {DeviceType(kind).label}", "counts": told} for kind, told in row.by_type.items()]
    return lines


def _names(cube: FigureCube) -> dict[str, str]:
    found = Territory.objects.filter(pk__in=[code for code in cube.areas() if code])
    return {code: short_name(name) for code, name in found.values_list("pk", "name")}


def _part_name(key: str) -> str:
    kind, _colon, value = key.partition(":")
    return str(NeedClass(value).label) if kind == "class" else value


def _months() -> list[MonthRow]:
    return kept("figure-months", (), lambda: told_months(flows_by_month()))


def _waiting() -> list[Waiting]:
    return kept("figure-waiting", (), waiting_times)
