"""A consent ends: who gave it is forgotten, the trail keeps that it was taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from recipients.actions.settle_requests import settle_requests
from recipients.models import Circumstances, Consent, DataRequest, Recipient


@transaction.atomic
def end_consent(*, recipient: Recipient, actor: Actor) -> None:
    """Callers hold the person, have asked whether the actor may, and assess the person anew. Open requests for it are answered."""
    Consent.objects.filter(recipient=recipient).delete()
    Circumstances.objects.filter(recipient=recipient).update(
        consent_given=False, consent_withdrawn_on=timezone.localdate()
    )
    trail.record("consent.withdrawn", recipient, actor=actor)
    settle_requests(recipient_ids=[recipient.pk], kinds=[DataRequest.Kind.CONSENT], actor=actor)
