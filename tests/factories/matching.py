"""Runs of the matching, asked for and calculated by the same code that a worker runs."""

from __future__ import annotations

from typing import Any

from donations.actions.start_matching import start_matching
from donations.matching_runs import compute
from donations.models import MatchingRun
from ksbb.authority.actors import Actor


def run_of(actor: Actor, region: str = "31", **options: Any) -> MatchingRun:
    """A proposal over DKI Jakarta, or over `region`."""
    run = start_matching(region=region, actor=actor, **options)
    compute(run.public_id)
    run.refresh_from_db()
    return run
