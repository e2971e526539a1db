"""The machine that the README shows is the machine of the code."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from verification.states import REPORT_MOVES


def test_the_picture_is_the_machine() -> None:
    arrows = [
        f"{source} → {' | '.join(sorted(targets))}".upper() for source, targets in REPORT_MOVES.items() if targets
    ]
    picture = f"Report   {'      '.join(arrows)}"
    assert picture in Path(settings.BASE_DIR, "verification", "README.md").read_text(encoding="utf-8")
