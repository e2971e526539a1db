"""`python3 run bench registration [--rows N] [--json FILE]`: the register against the machine's own limits.

One JSON object a line. `--rows N` makes everything smaller: N people take the place of a million. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
from functools import partial

from benchmarks import _base
from benchmarks._grown import CITY, NATION, grow, install, publish_again, scaled
from benchmarks._measuring import Lines, apart, note, repeat, repeats

# Below this only that everything runs is of interest.
SMALL = 10_000


def main() -> None:
    """Measure; the order is that of a growing register."""
    asked = argparse.ArgumentParser(prog="run bench registration", description=__doc__)
    asked.add_argument("--rows", type=int, default=NATION, help="people in the large register (1,000,000)")
    asked.add_argument("--json", default="", help="append the lines to this file too")
    asked.add_argument("--only", default="", help="memory, files, city, sizes: one part alone")
    asked.add_argument("--repeats", type=int, default=3, help="how often each thing is measured (3)")
    told = asked.parse_args()
    repeat(told.repeats)
    _base.start()
    lines = Lines("registration", told.json)
    for part, measure in {"memory": memory, "files": files, "city": city, "sizes": sizes}.items():
        if told.only in ("", part):
            measure(lines, told.rows)


def memory(lines: Lines, rows: int) -> None:
    """P3: what a file takes of a worker's memory. First of all: what this process had and gave back, a child finds free."""
    from benchmarks import _files, _importing  # noqa: PLC0415 - after the settings

    size = scaled(5_000, rows, least=100)
    for people, into in _registers(rows).items():
        with _base.own_database(_register(people)):
            note(f"memory among {people:,} …")
            _importing.memory(lines, f"memory, XLSX {size} x 66{into}", rows=size, first=0, make=_files.xlsx)
            case = f"memory, CSV {size * 4} x 66{into}"
            _importing.memory(lines, case, rows=size * 4, first=size, make=_files.csv)


def files(lines: Lines, rows: int) -> None:
    """P1, P2, P5: big files into a register of a city's size, and into the large one."""
    from benchmarks import _default_import, _files, _importing  # noqa: PLC0415

    size, big = scaled(5_000, rows, least=100), scaled(100_000, rows, least=200)
    for people, into in _registers(rows).items():
        with _base.own_database(_register(people)):
            note(f"XLSX of {size:,} rows among {people:,} …")
            case = f"XLSX {size} x 66{into}"
            first = _importing.one_file(lines, case, rows=size, make=_files.xlsx, first=0)
            first = _default_import.compare(lines, case, rows=size, share=min(size, 400), first=first)
            note(f"CSV of {big:,} rows …")
            # A hundred thousand rows take a minute each time; more than one upload may hold, so the engine's limit is lifted.
            case = f"CSV {big} x 66{into}"
            _importing.one_file(lines, case, rows=big, make=_files.csv, first=first, times=1)


def _registers(rows: int) -> dict[int, str]:
    """People of a register → what its lines are called by."""
    city = scaled(CITY, rows)
    return {city: "", rows: f" into {rows}"} if rows >= SMALL else {city: ""}


def _register(people: int) -> _base.Like:
    return _base.Like(f"{people} people", lambda: apart(partial(grow, people)))


def city(lines: Lines, rows: int) -> None:
    """A whole city in 500 files, one after the other."""
    from benchmarks import _importing  # noqa: PLC0415

    people = scaled(CITY, rows)
    count = max(10, people // 370)
    with _base.own_database():
        install()
        _importing.many_files(lines, files=count, rows=people // count, first=0)


def sizes(lines: Lines, rows: int) -> None:
    """P4, P6, P7, P18 and likeness at a city's size and at the large one."""
    with _base.own_database():
        install()
        _both_sizes(lines, rows)
    _growth(lines, scaled(CITY, rows), rows)


def _both_sizes(lines: Lines, rows: int) -> None:
    from benchmarks import _files, _finding, _importing, _judging, _people  # noqa: PLC0415

    first = 0
    for people in (scaled(CITY, rows), rows):
        _people.grow_to(people)
        publish_again()
        note(f"publish, preview, a school's file and likeness among {people:,} …")
        _judging.publish(lines, people=people)
        _judging.preview(lines, people=people)
        case = f"file of 125 into {people}"
        first = _importing.one_file(lines, case, rows=125, make=_files.xlsx, first=first, times=2 * repeats() + 1)
        _finding.search(lines, people=people)


def _growth(lines: Lines, small: int, large: int) -> None:
    """The same at both sizes: for a file and a search the seconds, for publish and preview the seconds per person."""
    for case, shared in (
        ("file of 125 into {}", 1), ("likeness of one person among {}", 1),
        ("publish at {}, all of it (verdicts, needs, retiring)", large / small), ("preview at {}", large / small),
    ):  # fmt: skip
        before, after = lines.seconds_of(case.format(small)), lines.seconds_of(case.format(large))
        lines.write(
            f"growth from {small} to {large}: {case.format('…')}", rows=large, seconds=after, limit=before * shared
        )


if __name__ == "__main__":
    main()
