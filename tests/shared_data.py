"""Files that lie beside the project and are never part of it: real lists and synthetic exports."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_file(pattern: str) -> Path:
    """The first file beside the project that matches, `dapodik/*pd*.xlsx`; skips the test where there is none."""
    found = sorted(SHARED.glob(pattern))
    if not found:
        pytest.skip(f"needs ../shared/data/{pattern}")
    return found[0]
