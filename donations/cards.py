"""The picture that a link to a school's page shows elsewhere: 1200 × 630 points, the same bytes for the same numbers."""

from __future__ import annotations

import json

import typst

from ksbb.common.papers import TEMPLATES
from recipients.statistics import Figures

WIDTH, HEIGHT = 1200, 630


def school_card(name: str, place: str, figures: Figures) -> bytes:
    """A PNG with what the page tells: name, place, the four numbers."""
    numbers = [f"{value:,}".replace(",", ".") for value in (figures.needed, figures.pledged, figures.handed_over)]
    numbers.append(f"{figures.verified:,}".replace(",", "."))
    inputs = json.dumps({"name": name, "place": place, "numbers": numbers}, ensure_ascii=False)
    compiler = typst.Compiler(TEMPLATES / "school_card.typ", root=TEMPLATES, ignore_system_fonts=True)
    picture = compiler.compile(format="png", ppi=72, sys_inputs={"data": inputs})
    if not isinstance(picture, bytes):
        raise TypeError("typst must return one picture")
    return picture
