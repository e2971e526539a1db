"""A proposal is not used; the devices wait for the next one."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import MatchingRun
from donations.policies_matching import only_own_ground, why_not_drop
from donations.states import MATCHING_MOVES, MatchingState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move


@transaction.atomic
def drop_matching(*, run: MatchingRun, actor: Actor) -> MatchingRun:
    """Its lines stay to be read. A worker that is still calculating finds it dropped and writes nothing."""
    actor.must(Permission.MATCHING_RUN)
    only_own_ground(run, actor)
    refuse_if(why_not_drop(run))
    move(run, MatchingState.DROPPED, MATCHING_MOVES, dropped_at=timezone.now(), dropped_by_id=actor.user_id or 0)
    trail.record("matching.dropped", run, actor=actor)
    return run
