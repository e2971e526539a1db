"""`python3 run bench giving [--rows N] [--json FILE]`: finding, promising and matching against the machine's own limits.

One JSON object a line. `--rows N` makes everything smaller: N people take the place of a million. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse

from benchmarks import _base
from benchmarks._grown import CITY, NATION, grow, scaled
from benchmarks._measuring import Lines, repeat

# Below this only that everything runs is of interest.
SMALL = 10_000


def main() -> None:
    """Measure; each part in a database of its own."""
    asked = argparse.ArgumentParser(prog="run bench giving", description=__doc__)
    asked.add_argument("--rows", type=int, default=NATION, help="people in the large register (1,000,000)")
    asked.add_argument("--json", default="", help="append the lines to this file too")
    asked.add_argument(
        "--only", default="", help="browse, pages, pledges, storm, counters, matching, runs: these parts alone"
    )
    asked.add_argument("--repeats", type=int, default=3, help="how often each thing is measured (3)")
    asked.add_argument(
        "--rounds", type=int, default=20, help="rounds of 100 donors on 10 units (20; the goal asks for 1,000)"
    )
    told = asked.parse_args()
    repeat(told.repeats)
    _base.start()
    lines = Lines("giving", told.json)
    for part, measure in PARTS.items():
        if not told.only or part in told.only.split(","):
            measure(lines, told)


def browse(lines: Lines, told: argparse.Namespace) -> None:
    """P8, P18: what the public pages ask of the database, at three sizes."""
    from benchmarks import _browsing  # noqa: PLC0415 - after the settings

    small, large = scaled(CITY, told.rows, least=400), max(800, told.rows)
    larger = [large, 5 * large] if told.rows >= SMALL else [large]
    with _base.own_database():
        for people in (small, *larger):
            _browsing.browse(lines, people=people)
    for people in larger:
        _browsing.growth(lines, small, people)


def pages(lines: Lines, told: argparse.Namespace) -> None:
    """P9, P10, P11: pages from the server, dynamic and kept, at a city's size, at the large and at the largest."""
    from benchmarks import _pages  # noqa: PLC0415

    sizes = (scaled(CITY, told.rows, least=400), told.rows, 5 * told.rows)
    for people in sizes if told.rows >= SMALL else sizes[:1]:
        with _base.own_database():
            _pages.pages(lines, people=people, seconds=_window(told.rows))


def pledges(lines: Lines, told: argparse.Namespace) -> None:
    """P16: promises a second through the whole action."""
    from benchmarks import _promising  # noqa: PLC0415

    people = scaled(CITY, told.rows, least=400)
    with _base.own_database():
        grow(people)
        _promising.rates(lines, people=people, seconds=_window(told.rows))


def storm(lines: Lines, told: argparse.Namespace) -> None:
    """P16: nobody is promised what another has."""
    from benchmarks import _promising  # noqa: PLC0415

    with _base.own_database():
        _promising.storm(lines, rounds=told.rounds)


def counters(lines: Lines, told: argparse.Namespace) -> None:
    """P17: status changes with their counts, and that nothing drifts."""
    from benchmarks import _moving  # noqa: PLC0415

    people = scaled(CITY, told.rows, least=400)
    with _base.own_database():
        grow(people)
        _moving.counters(lines, people=people, seconds=_window(told.rows))


def matching(lines: Lines, told: argparse.Namespace) -> None:
    """P12 to P15: matching a city and a nation, in memory."""
    from benchmarks import _matching  # noqa: PLC0415

    rows = told.rows
    for line in _matching.run(told.rows):
        # The first line of a city or a nation says how many wait there; those after it are about the same.
        case, rows, seconds = line.pop("case"), line.pop("rows", rows), line.pop("seconds")
        lines.write(case, rows=rows, seconds=seconds, limit=line.get("seconds_greedy"), **line)


def runs(lines: Lines, told: argparse.Namespace) -> None:
    """P15: a whole run of matching through the database, and confirming it."""
    from benchmarks import _matching_runs  # noqa: PLC0415

    people = scaled(CITY, told.rows, least=400)
    with _base.own_database():
        grow(people)
        _matching_runs.runs(lines, people=people, devices=max(20, people * 10 // 185))


def _window(rows: int) -> float:
    """Seconds for which a rate is measured."""
    return max(0.3, min(2.0, rows / 50_000))


PARTS = {
    "browse": browse,
    "pages": pages,
    "pledges": pledges,
    "storm": storm,
    "counters": counters,
    "matching": matching,
    "runs": runs,
}


if __name__ == "__main__":
    main()
