"""A calculation is asked for; a worker makes it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.actions.install_first_weights import install_first_weights
from donations.matching_work import hand_to_worker
from donations.models import MatchingRun
from donations.policies_matching import why_not_ground
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from recipients.draws import new_seed


@transaction.atomic
def start_matching(
    *, region: str, actor: Actor, wishes: bool = True, stock: bool = False, block: int | None = None
) -> MatchingRun:
    """Over the ground `region` (an official code on the own ground), with the weights in force and a fresh seed, which is kept:
    who repeats the calculation with it gets the same. `block`: how many devices travel together, instead of what the weights say.
    """
    actor.must(Permission.MATCHING_RUN)
    refuse_if(why_not_ground(region, actor))
    run = MatchingRun.objects.create(
        region=region,
        weights=install_first_weights(),
        options={"wishes": wishes, "stock": stock, "block": block},
        seed=new_seed(),
        asked_at=timezone.now(),
        asked_by_id=actor.user_id or 0,
    )
    trail.record("matching.asked", run, actor=actor)
    hand_to_worker(run)
    return run
