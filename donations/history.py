"""How needs stood week by week, drawn by the server: an SVG and the table that says the same. No database here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from recipients.statistics import Figures

WEEKS = 26
# Below this the steps of a line would tell of single people.
FEWEST = 5
# The drawing's own units: the frame, and the room for its words.
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 220, 72, 30, 20


@dataclass(frozen=True)
class Point:
    """The four numbers as they stood at the end of `day`."""

    day: date
    figures: Figures


@dataclass(frozen=True)
class Chart:
    """Paths of the four numbers and where the words stand; `scale` holds (y, number)."""

    needed: str
    pledged: str
    handed: str
    verified: str
    scale: tuple[tuple[int, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - 4
    floor: int = HEIGHT - BOTTOM


@dataclass(frozen=True)
class History:
    """What a page shows of the past: points from the oldest to today, and their drawing."""

    points: tuple[Point, ...]
    chart: Chart

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def newest_first(self) -> tuple[Point, ...]:
        return self.points[::-1]


def history_of(days: Sequence[tuple[date, Figures]], now: Figures, today: date) -> History | None:
    """The last WEEKS weeks of `days` (oldest first; a day that is missing is as the day before) and `now`.

    None while there is nothing to compare with, or so little that a step would speak of one person.
    """
    points = (*_weeks([(day, found) for day, found in days if day < today], today), Point(today, now))
    if len(points) < 2 or max(point.figures.needed for point in points) < FEWEST:
        return None
    return History(points, _drawn(points))


def _weeks(days: Sequence[tuple[date, Figures]], today: date) -> Iterable[Point]:
    """The last day of each week before this one, from the first that is known."""
    if not days:
        return
    rest, found = list(days), Figures()
    for back in range(WEEKS, 0, -1):
        end = today - timedelta(weeks=back)
        while rest and rest[0][0] <= end:
            found = rest.pop(0)[1]
        if days[0][0] <= end:
            yield Point(end, found)
    if days[0][0] > today - timedelta(weeks=1):
        yield Point(*days[0])


def _drawn(points: Sequence[Point]) -> Chart:
    top = _round_up(max(point.figures.needed for point in points))
    first, span = points[0].day, max(1, (points[-1].day - points[0].day).days)
    floor, height, width = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP, WIDTH - 4 - LEFT

    def at(point: Point, value: int) -> tuple[int, int]:
        x = LEFT + width * (point.day - first).days // span
        return x, floor - height * value // top

    def steps(value_of: Callable[[Figures], int]) -> str:
        x, y = at(points[0], value_of(points[0].figures))
        path = f"M{x} {y}"
        for point in points[1:]:
            x, y = at(point, value_of(point.figures))
            path += f"H{x}V{y}"
        return path

    def area(value_of: Callable[[Figures], int]) -> str:
        return f"{steps(value_of)}V{floor}H{LEFT}Z"

    return Chart(
        needed=steps(lambda figures: figures.needed),
        pledged=area(lambda figures: figures.pledged),
        handed=area(lambda figures: figures.handed_over),
        verified=area(lambda figures: figures.verified),
        scale=tuple((floor - height * part // 2, top * part // 2) for part in (0, 1, 2)),
    )


def _round_up(value: int) -> int:
    """An even number with at most two digits that are not zero, not below `value`."""
    unit = max(2, int(10 ** max(0, len(str(value)) - 2)))
    return max(unit, -(-value // unit) * unit)
