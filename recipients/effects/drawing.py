"""The effect as numbers that a template draws: bars of the histogram and small bars beside the rows of a table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from recipients.effects.counts import Bucket, Change
from recipients.effects.ranks import Shift

# The histogram in its own units: two bars a bucket, letters below.
WIDTH, HEIGHT, FOOT = 720, 200, 28
# Half of a row's bar: to the left who leaves, to the right who enters.
HALF = 50


@dataclass(frozen=True)
class Bar:
    """One bucket of the histogram: left edges and tops of its two bars, and where its label stands."""

    bucket: Bucket
    before_x: float
    after_x: float
    width: float
    before_height: float
    after_height: float
    middle: float

    @property
    def before_y(self) -> float:
        return HEIGHT - self.before_height

    @property
    def after_y(self) -> float:
        return HEIGHT - self.after_height


def bars_of(points: Sequence[Bucket]) -> list[Bar]:
    """The tallest bar fills the height; a number above zero never vanishes."""
    most = max((max(bucket.before, bucket.after) for bucket in points), default=0)
    if not most:
        return []
    step = WIDTH / len(points)
    width = round(step * 0.38, 1)
    return [
        Bar(
            bucket=bucket,
            before_x=round(n * step + step * 0.1, 1),
            after_x=round(n * step + step * 0.1 + width + step * 0.04, 1),
            width=width,
            before_height=_height(bucket.before, most),
            after_height=_height(bucket.after, most),
            middle=round(n * step + step / 2, 1),
        )
        for n, bucket in enumerate(points)
    ]


def _height(value: int, most: int) -> float:
    return max(2.0, round(HEIGHT * value / most, 1)) if value else 0.0


@dataclass(frozen=True)
class Row:
    """One area, kind of school or school of the table; the widths are out of HALF."""

    key: str
    name: str
    change: Change
    shift: Shift
    leave_width: float
    enter_width: float
    url: str = ""

    @property
    def leave_x(self) -> float:
        return HALF - self.leave_width


def rows_of(
    changes: Mapping[str, Change],
    shifts: Mapping[str, Shift] | None = None,
    *,
    names: Mapping[str, str],
    url_of: Callable[[str], str] = lambda key: "",
) -> list[Row]:
    """Most changed first, then by name; those for whom nothing changes are left out."""
    found = {key: change for key, change in changes.items() if change.touched}
    most = max((max(change.enters, change.leaves) for change in found.values()), default=0)
    rows = [
        Row(
            key=key,
            name=names.get(key, key),
            change=change,
            shift=(shifts or {}).get(key, Shift()),
            leave_width=_part(change.leaves, most),
            enter_width=_part(change.enters, most),
            url=url_of(key),
        )
        for key, change in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.change.touched, row.name))


def _part(value: int, most: int) -> float:
    return max(1.0, round(HALF * value / most, 1)) if value else 0.0


def ranked(shifts: Mapping[str, Shift], names: Mapping[str, str]) -> list[tuple[str, Shift]]:
    """The areas or kinds of school where somebody's place moves, most first."""
    found: Iterable[tuple[str, Shift]] = ((names.get(key, key), shift) for key, shift in shifts.items() if shift.moved)
    return sorted(found, key=lambda pair: (-pair[1].moved, pair[0]))
