"""What was measured stands beside what was measured before."""

from __future__ import annotations

from pathlib import Path

from benchmarks.everything import changes, keep, read


def line(case: str, ratio: float | None, rows: int = 1000) -> dict[str, object]:
    return {"bench": "giving", "case": case, "rows": rows, "seconds": 1.0, "ratio": ratio}


def test_a_case_is_compared_with_its_last_run_of_the_same_size() -> None:
    history = [line("promise", 9.0), line("promise", 2.0), line("promise", 1.0, rows=50)]
    found = changes([line("promise", 4.0), line("find", 1.0), line("no limit", None)], history)
    assert [(one.case, one.before, one.says) for one in found] == [("promise", 2.0, "DEARER"), ("find", None, "new")]


def test_a_difference_under_one_and_a_half_is_none() -> None:
    found = changes([line("a", 1.4), line("b", 1.0), line("c", 1.0)], [line("a", 1.0), line("b", 1.4), line("c", 2.0)])
    assert [one.says for one in found] == ["as before", "as before", "cheaper"]


def test_the_history_is_only_added_to(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    for number in (1.0, 2.0):
        keep(file, [line("promise", number)], day="2026-11-22", commit="abc", loads=(0.26, 1.0))
    assert [one["ratio"] for one in read(file)] == [1.0, 2.0]
    assert read(file)[0]["load"] == [0.3, 1.0]
