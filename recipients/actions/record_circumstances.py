"""What the school ticks after an upload: device at home and consent, for many people at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from recipients.actions.assess import assess
from recipients.models import Circumstances, Consent, Recipient

TICKED = ("device_access", "household_devices", "household_learners")


@transaction.atomic
def record_circumstances(*, answers: Mapping[int, Mapping[str, Any]], actor: Actor) -> int:
    """`answers`: recipient id → some of TICKED, and "consent": columns of Consent, or None to take it back.

    Only people whom the actor sees are touched; they are assessed anew. Returns how many were written.
    """
    actor.must(Permission.RECIPIENT_REGISTER)
    people = Recipient.objects.visible_to(actor).registered().filter(pk__in=list(answers))
    recipients = list(people.select_for_update(of=("self",)).order_by("pk"))
    circumstances = {c.recipient_id: c for c in Circumstances.objects.filter(recipient__in=recipients)}
    for recipient in recipients:
        for name in set(answers[recipient.pk]) & set(TICKED):
            setattr(circumstances[recipient.pk], name, answers[recipient.pk][name])
        if "consent" in answers[recipient.pk]:
            circumstances[recipient.pk].consent_given = answers[recipient.pk]["consent"] is not None
    Circumstances.objects.bulk_update(circumstances.values(), [*TICKED, "consent_given"], batch_size=500)
    _write_consents(answers, recipients, actor)
    trail.record_many("recipient.circumstances_recorded", recipients, actor=actor)
    assess(recipient_ids=[recipient.pk for recipient in recipients])
    return len(recipients)


def _write_consents(answers: Mapping[int, Mapping[str, Any]], recipients: list[Recipient], actor: Actor) -> None:
    regions = {r.pk: r.region for r in recipients}
    told = {r.pk: answers[r.pk]["consent"] for r in recipients if "consent" in answers[r.pk]}
    Consent.objects.filter(recipient__in=[pk for pk, consent in told.items() if consent is None]).delete()
    Consent.objects.bulk_create(
        [
            Consent(recipient_id=pk, region=regions[pk], recorded_by_id=actor.user_id, **consent)
            for pk, consent in told.items()
            if consent is not None
        ],
        update_conflicts=True,
        unique_fields=["recipient"],
        update_fields=["relation", "medium", "given_on", "recorded_by_id", "updated_at"],
    )
