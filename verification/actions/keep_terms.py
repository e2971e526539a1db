"""Retention, floor by floor: whose term is over is erased, and what else names or describes an erased person goes with it."""

from __future__ import annotations

from collections.abc import Callable

from donations.actions.forget_papers import forget_papers
from ksbb.authority.actors import SYSTEM, Actor
from recipients.actions.erase_expired import erase_expired
from verification.actions.erase_complaints import erase_complaints
from verification.actions.forget_notes import forget_notes


def keep_terms(*, actor: Actor = SYSTEM) -> dict[str, int]:
    """What was done → how often. Step by step, each in a transaction of its own, until one finds nothing.

    Also for those who were erased because they asked: their papers and notes wait for the next run.
    """
    steps: dict[str, Callable[[], int]] = {
        "people": lambda: erase_expired(actor=actor),
        "complaints": lambda: erase_complaints(actor=actor),
        "papers": lambda: forget_papers(actor=actor),
        "notes": lambda: forget_notes(actor=actor),
    }
    return {name: _all(step) for name, step in steps.items()}


def _all(step: Callable[[], int]) -> int:
    total = 0
    while (done := step()) > 0:
        total += done
    return total
