"""Lock the seed of the next draw: its hash is public from now on, the seed itself is seen by nobody."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Refused, refuse_if
from recipients.draws import commitment_of, new_seed
from recipients.models import Draw
from recipients.rank_policies import draw_is_waiting, why_not_commit_draw


@transaction.atomic
def commit_draw(*, actor: Actor) -> Draw:
    """A draw that waits, with a fresh seed under seal. There is never more than one, and it cannot be taken back: whoever
    could throw a seed away could try until it pleases."""
    actor.must(Permission.DRAW_HOLD)
    refuse_if(why_not_commit_draw())
    seed = new_seed()
    try:
        with transaction.atomic():
            draw = Draw.objects.create(
                commitment=commitment_of(seed),
                seed_sealed=sealing.seal(seed),
                committed_at=timezone.now(),
                committed_by_id=actor.user_id or 0,
            )
    except IntegrityError as twice:  # somebody else committed in this very moment
        raise Refused(draw_is_waiting()) from twice
    trail.record("draw.committed", draw, actor=actor, commitment=draw.commitment)
    return draw
