"""Give a list up: no answer will come, or it was made for the wrong ground."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from recipients.exchange import why_not_cancel
from recipients.models import CheckBatch
from recipients.states import CHECK_MOVES, CheckState


@transaction.atomic
def cancel_check_list(*, batch: CheckBatch, actor: Actor) -> CheckBatch:
    """Its lines stay: they say whose data may have left."""
    actor.must(Permission.CHECK_EXCHANGE)
    batch = CheckBatch.objects.select_for_update().get(pk=batch.pk)
    refuse_if(why_not_cancel(batch))
    move(batch, CheckState.CANCELLED, CHECK_MOVES, cancelled_at=timezone.now(), cancelled_by_id=actor.user_id)
    trail.record("check.cancelled", batch, actor=actor)
    return batch
