"""Numbers for charts that the server draws: SVG first, readable without a script."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recipients.statistics import Figures

# The drawing's full width in its own units.
WIDTH = 1000


@dataclass(frozen=True)
class Bar:
    """One of the four numbers as a bar; `kind` names its colour."""

    kind: str
    label: str | Promise
    value: int
    width: int


def progress(figures: Figures) -> list[Bar]:
    """Four bars, each as long as its share of what is needed; a number above zero never vanishes."""
    rows = (
        ("needed", _("Dibutuhkan"), figures.needed),
        ("pledged", _("Dijanjikan"), figures.pledged),
        ("handed", _("Diserahkan"), figures.handed_over),
        ("verified", _("Terverifikasi"), figures.verified),
    )
    return [Bar(kind, label, value, _width(value, figures.needed)) for kind, label, value in rows]


def _width(value: int, whole: int) -> int:
    if not value or not whole:
        return 0
    return max(4, round(WIDTH * value / whole))
