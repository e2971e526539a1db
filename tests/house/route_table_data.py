"""The lines of the table for open data, widgets and pictures; how to read them: tests/house/route_table.py."""

from __future__ import annotations

from typing import Any

from tests.house.route_rules import Rule, npsn, public
from tests.house.world import Line, World
from verification.actions.keep_data import keep_data


def _months_file(world: World, line: Line) -> dict[str, Any]:
    return {"name": "bulan"}


def _data_file(world: World, line: Line) -> dict[str, Any]:
    keep_data()
    return {"day": "terbaru", "name": "wilayah.csv"}


DATA: dict[str, Rule] = {
    "portal:data_page": public(),
    "portal:data_file": public(_data_file),
    "portal:widget_figures": public(),
    "portal:widget_map": public(),
    "portal:proven_feed": public(),
    "portal:robots": public(),
    "portal:sitemap": public(),
    "verification:figures_file": public(_months_file),
    "donations:school_card": public(npsn),
}
