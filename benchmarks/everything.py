"""`python3 run bench everything [--rows N] [--keep]`: all benchmarks, one after the other, beside what was measured before.

Each line is shown with its ratio and with the ratio of the last kept run of the same case and size. `--keep` adds the lines to
`benchmarks/history.jsonl`, with the day, the commit and the load of the machine before and after. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
HISTORY = ROOT / "history.jsonl"
SUITES = ("registration", "giving", "proof", "doors")
# Under this factor a difference is the machine's mood (benchmarks/README.md).
NOTHING = 1.5

Line = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One case beside its last kept run; `before` is None when there is none of this case and size."""

    case: str
    ratio: float
    before: float | None

    @property
    def says(self) -> str:
        """In the last column of the table."""
        if self.before is None:
            return "new"
        if self.ratio > self.before * NOTHING:
            return "DEARER"
        return "cheaper" if self.before > self.ratio * NOTHING else "as before"


def main(arguments: Sequence[str]) -> int:
    """The exit code: 1 when a suite failed to run. A dearer case is told, not failed: only somebody who looks can judge it."""
    asked = argparse.ArgumentParser(prog="run bench everything", description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000, help="rows of the large tables (1,000,000)")
    asked.add_argument("--keep", action="store_true", help=f"add the lines to {HISTORY.name}")
    asked.add_argument("--history", type=Path, default=HISTORY, help="another file of kept lines")
    told = asked.parse_args(arguments)
    load, began = os.getloadavg()[0], datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lines.json"
        failed = [suite for suite in SUITES if not _runs(suite, told.rows, file)]
        lines = read(file)
    table(changes(lines, read(told.history)))
    if told.keep:
        keep(told.history, lines, day=began.date().isoformat(), commit=_commit(), loads=(load, os.getloadavg()[0]))
    if failed:
        sys.stderr.write(f"bench: these did not come to their end: {', '.join(failed)}\n")
    return 1 if failed else 0


def changes(lines: Iterable[Line], history: Iterable[Line]) -> list[Change]:
    """Every line that has a ratio, beside the newest kept line of the same suite, case and number of rows."""
    last = {_key(line): line["ratio"] for line in history if line.get("ratio") is not None}
    return [
        Change(line["case"], line["ratio"], last.get(_key(line))) for line in lines if line.get("ratio") is not None
    ]


def keep(file: Path, lines: Iterable[Line], *, day: str, commit: str, loads: tuple[float, float]) -> None:
    """Add the lines to the history: it is only ever added to."""
    told = {"day": day, "commit": commit, "load": [round(load, 1) for load in loads]}
    with file.open("a") as out:
        out.writelines(f"{json.dumps(told | line)}\n" for line in lines)


def read(file: Path) -> list[Line]:
    """One JSON object a line; no file is no lines."""
    return [json.loads(text) for text in file.read_text().splitlines()] if file.exists() else []


def table(found: Iterable[Change]) -> None:
    """For people: ratio, ratio before, word, case."""
    for one in found:
        before = "–" if one.before is None else f"{one.before:g}"
        sys.stdout.write(f"{one.ratio:>10g} {before:>10} {one.says:>10}  {one.case}\n")


def _key(line: Line) -> tuple[str, str, int]:
    return line["bench"], line["case"], line["rows"]


def _runs(suite: str, rows: int, file: Path) -> bool:
    command = [sys.executable, "-m", f"benchmarks.{suite}", "--rows", str(rows), "--json", str(file)]
    return subprocess.run(command, cwd=ROOT.parent, check=False).returncode == 0


def _commit() -> str:
    """Of the code that was measured; with a plus when something was not committed."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
