"""Where a school lies in its kecamatan, as a small drawing: no tiles, no request to anybody else's server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ksbb.territories.models import Boundary
from schools.models import School

# Degrees → whole numbers of about a metre, so that the path stays short.
SCALE = 100_000

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Drawing:
    """An SVG: the view box, the path of the outline, the school's point and the size of its dot."""

    box: str
    outline: str
    x: int
    y: int
    dot: int


def drawing_of(school: School) -> Drawing | None:
    """None while the outline of the kecamatan is not loaded or the school's point is unknown (one query)."""
    if school.latitude is None or school.longitude is None:
        return None
    boundary = Boundary.objects.filter(territory=school.district_id).first()
    if boundary is None:
        return None
    rings = [[_point(longitude, latitude) for longitude, latitude, *_z in ring] for ring in _rings(boundary.geometry)]
    here = _point(school.longitude, school.latitude)
    xs, ys = zip(here, *(point for ring in rings for point in ring), strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    edge = max(width, height) // 30
    box = f"{min(xs) - edge} {min(ys) - edge} {width + 2 * edge} {height + 2 * edge}"
    outline = " ".join("M" + " ".join(f"{x} {y}" for x, y in ring) + "Z" for ring in rings)
    return Drawing(box, outline, *here, max(1, edge * 2 // 3))


def _point(longitude: float, latitude: float) -> tuple[int, int]:
    """North is up, and up is less in an SVG."""
    return round(longitude * SCALE), round(-latitude * SCALE)


def _rings(geometry: dict) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon
