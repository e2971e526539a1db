"""All checks, as of one moment."""

from __future__ import annotations

from collections.abc import Sequence

from ksbb.common.moments import one_moment
from verification.checks.check import Check, Found


def find(checks: Sequence[Check], *, everything: bool) -> dict[str, Found]:
    """Name of each check → what breaks it. All of them see the base at one moment, also while people work on it."""
    with one_moment():
        return {check.name: check.find(everything) for check in checks}
