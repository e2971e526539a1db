"""A proposal is calculated anew with today's needs; what was held fast or forbidden stays so."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.matching_work import hand_to_worker
from donations.models import MatchingRun
from donations.policies_matching import only_own_ground, why_not_recompute
from donations.states import MATCHING_MOVES, MatchingState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move


@transaction.atomic
def recompute_matching(*, run: MatchingRun, actor: Actor) -> MatchingRun:
    """PROPOSED or FAILED → ASKED, with the seed and the weights that it began with."""
    actor.must(Permission.MATCHING_RUN)
    only_own_ground(run, actor)
    refuse_if(why_not_recompute(run))
    move(run, MatchingState.ASKED, MATCHING_MOVES, asked_at=timezone.now(), proposed_at=None, failure="")
    trail.record("matching.asked_again", run, actor=actor)
    hand_to_worker(run)
    return run
