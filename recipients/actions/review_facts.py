"""The school looked at what Disdukcapil says of a person, and the person is still here."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from recipients.models import OfficialFact, Recipient


@transaction.atomic
def review_facts(*, recipient: Recipient, actor: Actor) -> int:
    """Mark what waits for the school's look; the office's word itself stays as it was said. Returns how many were marked."""
    actor.must(Permission.RECIPIENT_REGISTER)
    if recipient.school.organisation_id != actor.organisation_id:
        raise Forbidden("only the own school")
    waiting = OfficialFact.objects.filter(pk__in=recipient.official_facts.alarming().values("pk"))
    marked = waiting.update(reviewed_at=timezone.now(), reviewed_by_id=actor.user_id)
    if marked:
        trail.record("recipient.fact_reviewed", recipient, actor=actor)
    return marked
