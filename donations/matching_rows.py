"""A run as its pages show it: figures beside each other, bars per kecamatan, lines by filter. Reading only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.matching_input import schools_named
from donations.matching_words import UNPLACED
from donations.models import MatchingLine, MatchingRun, Wish
from donations.states import LineState
from ksbb.territories.models import CITY_LENGTH, Territory, short_name

# (name in the figures, words, what it means)
_ROWS: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("devices", _("Gawai yang mendapat sekolah"), _("Makin banyak makin baik.")),
    ("first", _("Gawai pertama di rumah"), _("Didahulukan sebelum gawai kedua di rumah yang sama.")),
    ("points", _("Poin prioritas terpenuhi"), _("Jumlah poin semua yang terlayani, menurut kriteria.")),
    (
        "short",
        _("Kurang dari bagian adil"),
        _("Gawai yang kurang agar setiap kecamatan dan jenjang mendapat bagiannya."),
    ),
    ("jain", _("Kemerataan"), _("100 berarti semua kecamatan terlayani sama rata.")),
    ("min_fill", _("Kecamatan terendah"), _("Persen kebutuhan terlayani di kecamatan yang paling sedikit terlayani.")),
    ("destinations", _("Jumlah kiriman"), _("Pasangan pemberi dan sekolah; makin sedikit makin mudah diantar.")),
)
PLANS = ("before", "after", "greedy", "unfloored")
MOST_BARS = 24
# The drawing fits a phone: names, bars, numbers, in its own units.
BAR, GAP, LABEL, LENGTH = 22, 8, 150, 180


@dataclass(frozen=True)
class FigureRow:
    """One number of each plan: before, proposed, in simple order, without floors."""

    label: str | Promise
    help: str | Promise
    values: list[str]


@dataclass(frozen=True)
class Bar:
    """One kecamatan: percent served before and with the plan, and where its bar lies in the drawing."""

    name: str
    city: str
    needs: int
    before: int
    after: int
    y: int = 0

    @property
    def percent_before(self) -> int:
        return round(self.before * 100 / self.needs)

    @property
    def percent_after(self) -> int:
        return round(self.after * 100 / self.needs)

    @property
    def gained(self) -> int:
        return self.after - self.before

    @property
    def width_before(self) -> int:
        return round(self.before * LENGTH / self.needs)

    @property
    def width_after(self) -> int:
        return round(self.after * LENGTH / self.needs)

    @property
    def text_y(self) -> int:
        return self.y + BAR - 6


def figure_rows(figures: Mapping[str, Any]) -> list[FigureRow]:
    """In words, one row a number."""
    plans = [figures.get(plan) for plan in PLANS]
    return [FigureRow(label, help_text, [_value(plan, name) for plan in plans]) for name, label, help_text in _ROWS]


def _value(plan: Mapping[str, Any] | None, name: str) -> str:
    if plan is None:
        return "–"
    if name == "first":
        return _number(plan["by_turn"][0])
    if name in ("jain", "min_fill"):
        return f"{round(plan[name] * 100)} %"
    return _number(plan[name])


def _number(value: int) -> str:
    return str(number_format(value, force_grouping=True))


def bars_of(figures: Mapping[str, Any]) -> list[Bar]:
    """All kecamatan with needs, those least served before first."""
    rows = figures.get("districts", [])
    codes = {code for code, *_counts in rows}
    names = dict(
        Territory.objects.filter(pk__in=codes | {code[:CITY_LENGTH] for code in codes}).values_list("pk", "name")
    )
    found = [
        (short_name(names.get(code, code)), short_name(names.get(code[:CITY_LENGTH], "")), needs, before, after)
        for code, needs, before, after in rows
    ]
    found.sort(key=lambda row: (row[3] / row[2], row[0]))
    return [Bar(*row, y=at * (BAR + GAP)) for at, row in enumerate(found)]


@dataclass(frozen=True)
class Chart:
    """The least served kecamatan as bars, and all of them for the table."""

    bars: list[Bar]
    all: list[Bar]
    height: int


def chart_of(bars: list[Bar]) -> Chart:
    shown = bars[:MOST_BARS]
    return Chart(shown, bars, len(shown) * (BAR + GAP))


def lines_over(run: MatchingRun, asked: Mapping[str, str]) -> QuerySet[MatchingLine]:
    """`asked`: kecamatan (a code), untuk (a class of need), tanda (tahan, larang), keadaan (a state of lines)."""
    lines = run.lines.all()
    if asked.get("kecamatan"):
        code = asked["kecamatan"][:13]
        lines = lines.filter(Q(region=code) | Q(region__startswith=f"{code}."))
    if asked.get("untuk"):
        lines = lines.filter(need_class=asked["untuk"])
    if asked.get("keadaan"):
        lines = lines.filter(state=asked["keadaan"])
    if asked.get("tanda") == "tahan":
        lines = lines.filter(is_pinned=True)
    if asked.get("tanda") == "larang":
        lines = lines.filter(is_forbidden=True)
    return lines


def totals_of(lines: QuerySet[MatchingLine]) -> dict[str, int]:
    """How many lines that may be applied, devices, schools; and what was applied."""
    live = Q(is_forbidden=False)
    found = lines.order_by().aggregate(
        lines=Count("pk", filter=live),
        devices=Sum("quantity", filter=live),
        schools=Count("school", filter=live, distinct=True),
        applied=Sum("applied_quantity"),
        moved=Count("pk", filter=Q(state=LineState.MOVED)),
    )
    return {name: count or 0 for name, count in found.items()}


def unplaced_of(run: MatchingRun, *, most: int = 50) -> tuple[list[tuple[Wish | None, int, str]], int]:
    """(wish, devices, why) of the largest, and how many devices stay in all."""
    rows = sorted(run.unplaced, key=lambda row: -row["quantity"])
    wishes = Wish.objects.in_bulk([row["wish"] for row in rows[:most] if row["wish"]])
    told = [
        (wishes.get(row["wish"]), row["quantity"], str(UNPLACED.get(row["why"], row["why"]))) for row in rows[:most]
    ]
    return told, sum(row["quantity"] for row in rows)


def districts_of(figures: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """(code, name) of the kecamatan that a filter offers."""
    codes = [code for code, *_counts in figures.get("districts", [])]
    names = dict(Territory.objects.filter(pk__in=codes).values_list("pk", "name"))
    return sorted(((code, short_name(names.get(code, code))) for code in codes), key=lambda row: row[1])


def loosened_of(run: MatchingRun) -> list[tuple[str, int, str]]:
    """(school, devices, why as a code) of what was held fast and could not stay so."""
    rows = run.figures.get("loosened", [])
    schools = schools_named({row["school"] for row in rows})
    return [(schools[row["school"]].name, row["quantity"], row["why"]) for row in rows if row["school"] in schools]
