"""The figures in public: by area, jenjang, need and month, with small cells left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from donations.flows import MonthFlow, flows_by_month
from donations.models import DeviceType
from ksbb.common.fragments import kept
from ksbb.common.page_cache import public_page
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH, Territory, short_name
from recipients.models import NeedClass
from verification.charts import equity_of, month_chart
from verification.figures import ALL, EVERYWHERE, FigureCube, MonthRow, figure_cube, told_flows, told_months
from verification.journey import StillUsed, steps_of, still_used
from verification.timing import Waiting, waiting_times


@require_GET
@public_page
def figures_page(request: HttpRequest) -> HttpResponse:
    cube = kept_cube()
    area, part = request.GET.get("wilayah", EVERYWHERE), request.GET.get("bagian", ALL)
    if (area and area not in cube.areas()) or (part != ALL and part not in cube.slices()):
        raise Http404
    names = names_of(cube)
    return render(request, "verification/figures.html", _context(cube, names, area, part))


def _context(cube: FigureCube, names: dict[str, str], area: str, part: str) -> dict[str, Any]:
    months = told_months(kept_flows()) if area == EVERYWHERE and part == ALL else []
    return {
        "area": area,
        "area_name": names.get(area, ""),
        "part": part,
        "part_name": "" if part == ALL else _part_name(part),
        "parts": [(key, _part_name(key)) for key in cube.slices() if key != ALL],
        "areas": [(code, names[code]) for code in _cities(cube)],
        "total": cube.told(area, part),
        "cities": [] if area else [_city(cube, names, code, part) for code in _cities(cube)],
        "equity": equity_of([(names[code], cube.told(code, part)) for code in _inside(cube, area)]),
        "slices": _by_slice(cube, area) if part == ALL else [],
        "months": _month_lines(months),
        "chart": month_chart(months),
        "steps": steps_of(cube, area) if part == ALL else [],
        "use": [row for row in kept_use() if row.answered] if area == EVERYWHERE and part == ALL else [],
        "waiting": [(names.get(row.area, ""), row) for row in kept_waiting()] if part == ALL else [],
    }


def _cities(cube: FigureCube) -> list[str]:
    return [code for code in cube.areas() if len(code) == CITY_LENGTH]


def _city(cube: FigureCube, names: dict[str, str], code: str, part: str) -> dict[str, Any]:
    asked = {"wilayah": code} | ({} if part == ALL else {"bagian": part})
    return {"label": names[code], "told": cube.told(code, part), "url": f"?{urlencode(asked)}"}


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
        lines.append({"name": name, "counts": row.total, "is_part": False})
        lines += [
            {"name": f"{name}: {DeviceType(kind).label}", "counts": told, "is_part": True}
            for kind, told in row.by_type.items()
        ]
    return lines


def names_of(cube: FigureCube) -> dict[str, str]:
    """Of all areas, by code."""
    found = Territory.objects.filter(pk__in=[code for code in cube.areas() if code])
    return {code: short_name(name) for code, name in found.values_list("pk", "name")}


def _part_name(key: str) -> str:
    kind, _colon, value = key.partition(":")
    return str(NeedClass(value).label) if kind == "class" else value


def kept_cube() -> FigureCube:
    return kept("figure-cube", (), figure_cube)


def kept_flows() -> list[MonthFlow]:
    """Rounded."""
    return kept("figure-flows", (), lambda: told_flows(flows_by_month()))


def kept_waiting() -> list[Waiting]:
    return kept("figure-waiting", (), waiting_times)


def kept_use() -> list[StillUsed]:
    return kept("figure-use", (), still_used)
