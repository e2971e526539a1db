"""The machines that the README shows are the machines of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from ksbb.common.states import Moves
from ksbb.imports.states import IMPORT_MOVES
from recipients.states import (
    APPEAL_MOVES,
    CASE_MOVES,
    CHECK_MOVES,
    CRITERIA_MOVES,
    DRAW_MOVES,
    NEED_MOVES,
    RECIPIENT_MOVES,
    REQUEST_MOVES,
)

README = Path(__file__).resolve().parents[2] / "recipients" / "README.md"


def picture(name: str, moves: Moves) -> str:
    arrows = [f"{source} → {' | '.join(sorted(targets))}".upper() for source, targets in moves.items() if targets]
    return f"{name:13} {'      '.join(arrows)}"


@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("Recipient", RECIPIENT_MOVES),
        ("Need", NEED_MOVES),
        ("CriteriaSet", CRITERIA_MOVES),
        ("Case", CASE_MOVES),
        ("CheckBatch", CHECK_MOVES),
        ("Import", IMPORT_MOVES),
        ("Appeal", APPEAL_MOVES),
        ("Draw", DRAW_MOVES),
        ("Request", REQUEST_MOVES),
    ],
)
def test_the_picture_shows_the_machine(name: str, moves: Moves) -> None:
    assert picture(name, moves) in README.read_text(encoding="utf-8").splitlines()
