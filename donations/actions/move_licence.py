"""What the issuer decided about a licence: a warning, a suspension, its end, or that all is well again."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from donations.models import Aggregator, Licence, LicenceEvent
from donations.policies_books import why_not_move_licence
from donations.states import LICENCE_MOVES, LicenceState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move


@transaction.atomic
def move_licence(*, licence: Licence, to: str, on: date, reason: str, actor: Actor) -> Licence:
    """From the moment that this commits nothing more is taken in under a suspended or revoked licence.

    `on` is the day of the decision, `reason` names its paper; both are public. Raises Refused.
    """
    actor.must(Permission.AGGREGATOR_VERIFY)
    # Whoever takes something in holds this row: either it was in before, or it is refused.
    Aggregator.objects.locked().get(pk=licence.aggregator_id)
    found = Licence.objects.get(pk=licence.pk)
    refuse_if(why_not_move_licence(found, to, on, reason))
    revoked = to == LicenceState.REVOKED
    stamps = {"revoked_at": timezone.now(), "revoked_by_id": actor.user_id or 0} if revoked else {}
    move(found, to, LICENCE_MOVES, **stamps)
    told = " ".join(reason.split())[:300]
    LicenceEvent.objects.create(licence=found, status=to, on=on, reason=told, by_id=actor.user_id or 0)
    trail.record("licence.moved", found, actor=actor, state=found.state)
    return found
