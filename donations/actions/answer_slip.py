"""A guardian says whether the device came and whether anybody asked for money."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import ReceiptSlip
from donations.slips import acts_in_handovers
from ksbb.audit import trail
from ksbb.authority.actors import VISITOR, Actor
from ksbb.common.refusals import Forbidden
from ksbb.common.states import StaleState


@transaction.atomic
def answer_slip(*, slip: ReceiptSlip, arrived: bool, was_charged: bool, source: bytes, actor: Actor) -> ReceiptSlip:
    """Once for each slip: StaleState when somebody was quicker. `slip` comes from `slip_of`, `source` from `source_of`.

    The code is the right to answer, so the trail names nobody; whoever is signed in for one of the two sides is refused.
    """
    if acts_in_handovers(actor):
        raise Forbidden("the guardian confirms, not the school and not the giver")
    now = timezone.now()
    unanswered = ReceiptSlip.objects.filter(pk=slip.pk, answered_at__isnull=True)
    said = {"arrived": arrived, "was_charged": was_charged, "source_digest": source}
    if not unanswered.update(answered_at=now, updated_at=now, **said):
        raise StaleState(slip.pk)
    # Neither what was said nor the code: the trail is read by more people than the slip.
    trail.record("slip.answered", slip, actor=VISITOR)
    slip.refresh_from_db()
    return slip
