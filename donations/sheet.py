"""The sheet about the needs of one area that is laid on the table of a CSR meeting: one A4. No database, no request.

The look and the fixed wording are in `templates/documents/area_sheet.typ`; data reaches it as JSON, never as source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from math import cos, radians, sqrt
from typing import Any

from ksbb.common.papers import long_date, pdf_of, qr_svg

# So many schools fit the page beside the map and the steps.
MOST_SCHOOLS = 22
# The map's width in its own units, and the colours of least and most; the same family as on the screen.
MAP_WIDTH = 600
LAND, LINE, SHADES = "#eef4f5", "#9db0b7", ("#d6e7ea", "#a9cfd6", "#6fadb9", "#3a8494", "#0b5563")
DOT, DOT_LINE = "#c65f12", "#ffffff"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One school: what pupils and teachers still wait for."""

    name: str
    place: str
    pupils: int
    teachers: int
    needed: int


@dataclass(frozen=True, slots=True)
class SheetData:
    """`figures`: the four numbers in their order; `more`: schools with open needs that the table has no room for; `outlines`:
    (GeoJSON geometry, open needs); `dots`: (latitude, longitude, open needs)."""

    area: str
    around: str
    issued_on: date
    figures: tuple[int, int, int, int]
    rows: Sequence[SheetRow]
    more: int
    outlines: Sequence[tuple[Mapping[str, Any], int]]
    dots: Sequence[tuple[float, float, int]]
    office: str
    office_contact: str
    page_url: str


def sheet_pdf(data: SheetData) -> bytes:
    """The sheet as a tagged A4 PDF, equal bytes for equal data."""
    return pdf_of("area_sheet.typ", _content(data))


def _content(data: SheetData) -> dict[str, Any]:
    needed, pledged, handed_over, verified = map(thousands, data.figures)
    return {
        "area": data.area,
        "around": data.around,
        "iso": [data.issued_on.year, data.issued_on.month, data.issued_on.day],
        "issued_on": long_date(data.issued_on),
        "figures": [
            {"label": "Dibutuhkan", "value": needed},
            {"label": "Dijanjikan", "value": pledged},
            {"label": "Diserahkan", "value": handed_over},
            {"label": "Terverifikasi", "value": verified},
        ],
        "rows": [asdict(row) for row in data.rows[:MOST_SCHOOLS]],
        "more": data.more,
        "map": map_svg(data.outlines, data.dots),
        "office": data.office,
        "office_contact": data.office_contact,
        "page_url": data.page_url,
        "qr": qr_svg(data.page_url),
    }


def thousands(number: int) -> str:
    """A paper is in Indonesian: 1.234, whatever language is chosen."""
    return f"{number:,}".replace(",", ".")


def map_svg(outlines: Sequence[tuple[Mapping[str, Any], int]], dots: Sequence[tuple[float, float, int]]) -> str:
    """Areas, the darker the more is open, and schools as dots; "" when there is nothing to draw."""
    rings = [(list(_rings(geometry)), open_needs) for geometry, open_needs in outlines]
    places = [(x, y) for found, _open in rings for ring in found for x, y, *_z in ring]
    places += [(longitude, latitude) for latitude, longitude, _open in dots]
    if len(places) < 2:
        return ""
    west, east = min(x for x, _y in places), max(x for x, _y in places)
    south, north = min(y for _x, y in places), max(y for _x, y in places)
    narrow = cos(radians((south + north) / 2))
    scale = (MAP_WIDTH - 24) / max((east - west) * narrow, north - south, 1e-6)

    def at(x: float, y: float) -> tuple[int, int]:
        return 12 + round((x - west) * narrow * scale), 12 + round((north - y) * scale)

    most = max((open_needs for _rings, open_needs in rings), default=0)
    parts = [
        f'<path d="{_path([[at(x, y) for x, y, *_z in ring] for ring in found])}" fill="{_shade(open_needs, most)}" '
        f'stroke="{LINE}" stroke-width="1.5" fill-rule="evenodd"/>'
        for found, open_needs in rings
    ]
    parts += [_dot(*at(longitude, latitude), open_needs) for latitude, longitude, open_needs in dots]
    width, height = 24 + round((east - west) * narrow * scale), 24 + round((north - south) * scale)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    return f"{head}{''.join(parts)}</svg>"


def _shade(open_needs: int, most: int) -> str:
    if not open_needs or not most:
        return LAND
    return SHADES[min(len(SHADES) - 1, len(SHADES) * open_needs // (most + 1))]


def _dot(x: int, y: int, open_needs: int) -> str:
    radius = round(min(11.0, 3 + sqrt(max(0, open_needs)) * 0.8), 1)
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{DOT}" stroke="{DOT_LINE}" stroke-width="1"/>'


def _path(rings: Sequence[Sequence[tuple[int, int]]]) -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in rings)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """The rings of a polygon or of several; of anything else none."""
    if geometry.get("type") == "Polygon":
        yield from geometry["coordinates"]
    elif geometry.get("type") == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon
