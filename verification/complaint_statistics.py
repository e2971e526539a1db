"""What the public reads about complaints: how many, about what, how soon they were answered. No place, no school, no text.

Counted up to yesterday, so that nobody can watch a number rise by one; sensitive ones are in it, by their category alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ksbb.common.workdays import is_workday, working_days_after
from verification.complaint_cells import K, SafeTable, neighbours_together, readable_table, safe_share
from verification.complaints import term_of
from verification.models import Complaint
from verification.rounding import rounded

MONTHS = 12
KEPT_SECONDS = 15 * 60

# By category, day of the complaint, first level, whether it is sensitive, and day of the first answer.
_COUNTED = """
SELECT c.category, c.is_sensitive, first.level, (c.created_at AT TIME ZONE %(zone)s)::date AS filed,
       (answered.at AT TIME ZONE %(zone)s)::date AS answered, count(*)
FROM verification_complaint c
JOIN verification_complaintstep first ON first.complaint_id = c.id AND first.kind = 'received'
LEFT JOIN LATERAL (SELECT min(s.at) AS at FROM verification_complaintstep s
                   WHERE s.complaint_id = c.id AND s.kind = 'answered') answered ON TRUE
WHERE c.created_at >= %(start)s AND c.created_at < %(end)s
GROUP BY 1, 2, 3, 4, 5
"""
Row = tuple[str, bool, int, date, date | None, int]


@dataclass(frozen=True)
class Line:
    """One row of the table; None stands for a number that is not shown."""

    label: str
    cells: tuple[int | None, ...]
    total: int


@dataclass(frozen=True)
class Bar:
    """One period of the chart; `height` of 100."""

    label: str
    value: int
    height: int

    @property
    def top(self) -> int:
        return 100 - self.height


@dataclass(frozen=True)
class ComplaintFigures:
    """Empty `lines`: fewer than five complaints in all. `periods` are the columns with their sums; `in_time` is
    (in time, late); `median_days` counts working days.
    """

    since: date
    until: date
    periods: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    bars: tuple[Bar, ...]
    total: int
    in_time: tuple[int, int] | None
    median_days: int | None
    smallest: int = K

    @property
    def answerable(self) -> int:
        """Those that had to be answered by now."""
        return sum(self.in_time or (0, 0))

    @property
    def hides(self) -> bool:
        return any(cell is None for line in self.lines for cell in line.cells)


def figures() -> ComplaintFigures:
    """The last twelve months; kept for a quarter of an hour."""
    today = timezone.localdate()
    key = f"complaint-figures:{today:%Y-%m-%d}:{get_language()}"
    found: ComplaintFigures = cache.get_or_set(key, lambda: figures_until(today), KEPT_SECONDS)  # type: ignore[assignment]
    return found


def figures_until(today: date) -> ComplaintFigures:
    """Of what was filed before `today`, this month and the eleven before it."""
    first = _months_back(today, MONTHS - 1)
    rows = _rows(first, today)
    counts: Counter[tuple[str, str]] = Counter()
    for category, _sensitive, _level, filed, _answered, count in rows:
        counts[category, f"{filed:%Y-%m}"] += count
    months = [f"{_months_back(today, back):%Y-%m}" for back in range(MONTHS - 1, -1, -1)]
    counts = _as_told(counts, months)
    table = readable_table(counts, list(Complaint.Category.values), months)
    by_month = {month: sum(counts[category, month] for category in Complaint.Category.values) for month in months}
    return ComplaintFigures(
        since=first,
        until=today - timedelta(days=1),
        periods=tuple((_period(group), total) for group, total in zip(table.columns, table.column_totals, strict=True)),
        lines=_lines(table),
        bars=_bars(by_month) if table.total else (),
        total=table.total,
        in_time=safe_share(*rounded(_in_time(rows, today))),
        median_days=_median([(filed, answered, count) for _c, _s, _l, filed, answered, count in rows if answered]),
    )


def _as_told(counts: Mapping[tuple[str, str], int], months: Sequence[str]) -> Counter[tuple[str, str]]:
    """Rounded, so that what one day has more than the one before never speaks of one to four complaints."""
    cells = [(category, month) for month in months for category in Complaint.Category.values]
    return Counter(dict(zip(cells, rounded([counts.get(cell, 0) for cell in cells]), strict=True)))


def _rows(first: date, today: date) -> list[Row]:
    asked: dict[str, str | datetime] = {
        "zone": timezone.get_current_timezone_name(),
        "start": _midnight(first),
        "end": _midnight(today),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, asked)
        found: list[Row] = cursor.fetchall()
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _months_back(day: date, months: int) -> date:
    """The first of the month that lies so many months before."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


def _period(months: tuple[str, ...]) -> str:
    names = [date_format(date.fromisoformat(f"{month}-01"), "M Y") for month in (months[0], months[-1])]
    return names[0] if len(months) == 1 else "–".join(names)


def _lines(table: SafeTable) -> tuple[Line, ...]:
    labels = dict(Complaint.Category.choices)
    named = []
    for group, cells, total in zip(table.rows, table.cells, table.row_totals, strict=True):
        words = ", ".join(str(labels[key]) for key in group)
        label = _("Digabung: %(categories)s") % {"categories": words} if len(group) > 1 else capfirst(words)
        named.append(Line(label, cells, total))
    return tuple(named)


def _bars(by_month: dict[str, int]) -> tuple[Bar, ...]:
    """Months stand alone where five or more came in, and together with their neighbours otherwise."""
    totals = [(group, sum(by_month[month] for month in group)) for group in neighbours_together(by_month)]
    most = max(total for _group, total in totals)
    return tuple(Bar(_period(group), total, max(2, round(100 * total / most))) for group, total in totals)


def _in_time(rows: list[Row], today: date) -> tuple[int, int]:
    """How many were answered within the first level's term, and how many were not: late, or not at all and over it."""
    punctual = late = 0
    for _category, sensitive, level, filed, answered, count in rows:
        due = working_days_after(filed, term_of(level, sensitive))
        if answered is not None and answered <= due:
            punctual += count
        elif answered is not None or due < today:
            late += count
    return punctual, late


def _median(answers: list[tuple[date, date, int]]) -> int | None:
    """The middle one of the working days until the first answer; None for fewer than K answers."""
    days: Counter[int] = Counter()
    for filed, answered, count in answers:
        days[sum(is_workday(filed + timedelta(days=n)) for n in range(1, (answered - filed).days + 1))] += count
    middle, seen = (days.total() + 1) // 2, 0
    for value in sorted(days):
        seen += days[value]
        if seen >= middle and days.total() >= K:
            return value
    return None
