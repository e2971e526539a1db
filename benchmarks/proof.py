"""`python3 run bench proof [--rows N] [--json FILE]`: what proof costs against the machine's own limits.

One JSON object a line. `--rows N` makes everything smaller: N takes the place of a million. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from benchmarks import _base
from benchmarks._measuring import Lines, repeat

MILLION = 1_000_000


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


PARTS: dict[str, Callable[[Lines, argparse.Namespace], None]] = {
    "likeness": likeness,
}


if __name__ == "__main__":
    main()
