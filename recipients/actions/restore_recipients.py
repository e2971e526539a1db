"""Give people back what a file changed of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from recipients.actions.assess import assess
from recipients.actions.update_recipients import held, write_corrections
from recipients.corrections import CONSENT, Correction
from recipients.models import Consent, Identity
from schools.models import School

_NUMBERS = frozenset(Identity.Purpose.values)


@transaction.atomic
def restore_recipients(*, school: School, made: Mapping[int, Sequence[Correction]], actor: Actor) -> int:
    """`made`: recipient id → what `update_recipients` changed. The old values come back, an added number is freed again.

    Only registered people of `school` are touched, and assessed anew; returns how many.
    """
    actor.must(Permission.RECIPIENT_REGISTER)
    recipients = held(school, made)
    write_corrections(recipients, made, back=True)
    Consent.objects.filter(
        recipient__in=[pk for pk, changes in made.items() if any(one.column == CONSENT for one in changes)]
    ).delete()
    added = Q(pk__in=[])
    for recipient in recipients:
        for one in made[recipient.pk]:
            if one.column in _NUMBERS and not one.old:
                added |= Q(recipient=recipient.pk, purpose=one.column)
    Identity.objects.filter(added).delete()
    trail.record_many("recipient.restored", recipients, actor=actor)
    assess(recipient_ids=[recipient.pk for recipient in recipients])
    return len(recipients)
