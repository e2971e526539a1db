"""`python3 run bench proof [--rows N] [--json FILE]`: what proof costs against the machine's own limits.

One JSON object a line. `--rows N` makes everything smaller: N takes the place of a million. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial

from benchmarks import _base
from benchmarks._grown import CITY, grow, scaled
from benchmarks._measuring import Lines, repeat

MILLION = 1_000_000
# Below this only that everything runs is of interest.
SMALL = 10_000


def main() -> None:
    """Measure; each part in a database of its own."""
    asked = argparse.ArgumentParser(prog="run bench proof", description=__doc__)
    asked.add_argument("--rows", type=int, default=MILLION, help="rows of the large tables (1,000,000)")
    asked.add_argument("--json", default="", help="append the lines to this file too")
    asked.add_argument("--only", default="", help=f"{', '.join(PARTS)}: these parts alone")
    asked.add_argument("--repeats", type=int, default=3, help="how often each thing is measured (3)")
    asked.add_argument("--pictures", type=int, default=0, help="how many pictures are drawn (a hundredth of --rows)")
    told = asked.parse_args()
    repeat(told.repeats)
    _base.start()
    lines = Lines("proof", told.json)
    for part, measure in PARTS.items():
        if not told.only or part in told.only.split(","):
            measure(lines, told)


def likeness(lines: Lines, told: argparse.Namespace) -> None:
    """Copies among a million photos: found in disguise, no stranger taken for one, in a tenth of a second."""
    from benchmarks import _likeness  # noqa: PLC0415 - after the settings

    _likeness.likeness(lines, photos=told.rows, drawn=told.pictures or max(100, told.rows // 100))


def desk(lines: Lines, told: argparse.Namespace) -> None:
    """The queue and a report's page cost the same among ten times as many reports."""
    from benchmarks import _desk  # noqa: PLC0415

    small, large = sizes(told.rows)
    _desk.desk(lines, small=small, large=large)


def figures(lines: Lines, told: argparse.Namespace) -> None:
    """P17: devices handed over, verified and promised, with the log that counts them and without."""
    from benchmarks import _flowing, _reports  # noqa: PLC0415

    few = sizes(told.rows)[0]
    # The last is as many reports as there are in a sample of so many people.
    for reports in (few, told.rows * _reports.SAMPLE // _reports.PEOPLE) if told.rows >= SMALL else (few,):
        _flowing.flowing(lines, reports=reports, seconds=window(told.rows))
    people = scaled(CITY, told.rows // 10, least=400)
    with _base.own_database(_base.Like(f"{people} people", partial(grow, people))):
        _flowing.promising(lines, people=people, seconds=window(told.rows))


def upload(lines: Lines, told: argparse.Namespace) -> None:
    """Who sends a photo does not wait for what is done with it."""
    from benchmarks import _uploading  # noqa: PLC0415

    times = max(1, min(10, told.rows // 5_000))
    side = 4_032 if told.rows >= SMALL else 640
    _uploading.uploading(lines, reports=sizes(told.rows)[0], times=times, side=side)


def papers(lines: Lines, told: argparse.Namespace) -> None:
    """Papers a second."""
    from benchmarks import _papers  # noqa: PLC0415

    with _base.own_database():
        _papers.papers(lines, seconds=window(told.rows) * 2, devices=_papers.DEVICES if told.rows >= SMALL else 2)


def verify(lines: Lines, told: argparse.Namespace) -> None:
    """A validator's yes, beside the statements that it takes."""
    from benchmarks import _verifying  # noqa: PLC0415

    _verifying.verifying(lines, reports=sizes(told.rows)[0], times=max(2, min(40, told.rows // 5_000)))


def sizes(rows: int) -> tuple[int, int]:
    """(few, many) reports: a hundredth and a tenth of the large tables."""
    return max(30, rows // 100), max(60, rows // 10)


def window(rows: int) -> float:
    """Seconds for which a rate is measured."""
    return max(0.2, min(2.0, rows / 50_000))


PARTS: dict[str, Callable[[Lines, argparse.Namespace], None]] = {
    # First: a process that has printed cannot be forked into printers any more, its threads stay behind.
    "papers": papers,
    "likeness": likeness,
    "desk": desk,
    "figures": figures,
    "upload": upload,
    "verify": verify,
}


if __name__ == "__main__":
    main()
