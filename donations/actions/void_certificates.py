"""Papers with a mistake are voided with a reason, never deleted; new ones get new numbers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import Handover
from donations.policies import why_not_void
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused, refuse_if


@transaction.atomic
def void_certificates(*, handover: Handover, actor: Actor, reason: str) -> int:
    """Void all valid papers of a planned handover; returns how many."""
    actor.must(Permission.HANDOVER_RECORD)
    if not actor.is_system and actor.organisation_id != handover.school.organisation_id:
        raise Forbidden("only the school")
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    valid = handover.certificates.filter(voided_at__isnull=True)
    first = valid.select_related("handover").first()
    if first is None:
        raise Refused("Tidak ada BAST yang berlaku untuk dibatalkan.")
    refuse_if(why_not_void(first))
    count = valid.update(voided_at=timezone.now(), voided_by_id=actor.user_id or 0, voided_reason=reason[:300])
    trail.record("certificates.voided", handover, actor=actor, papers=count)
    return count
