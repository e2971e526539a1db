"""Papers with a mistake are voided with a reason, never deleted; new ones get new numbers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import Handover, Pledge
from donations.policies import only_taker, why_not_void
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if


@transaction.atomic
def void_certificates(*, handover: Handover, actor: Actor, reason: str) -> int:
    """Void all valid papers of a planned handover; returns how many."""
    actor.must(Permission.HANDOVER_RECORD)
    only_taker(Pledge.objects.locked().get(pk=handover.pledge_id), actor)
    handover = Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
    refuse_if(why_not_void(handover))
    count = handover.certificates.filter(voided_at__isnull=True).update(
        voided_at=timezone.now(), voided_by_id=actor.user_id or 0, voided_reason=reason[:300]
    )
    trail.record("certificates.voided", handover, actor=actor, papers=count)
    return count
