"""Put people back on the register whom a file took off it, when that file is taken back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import move_all
from recipients.actions.assess import assess
from recipients.models import Recipient
from recipients.states import RECIPIENT_MOVES, RecipientState
from schools.models import School

_GONE = (RecipientState.WITHDRAWN, RecipientState.MOVED, RecipientState.GRADUATED)


@transaction.atomic
def return_recipients(*, school: School, recipient_ids: Collection[int], actor: Actor) -> int:
    """WITHDRAWN, MOVED or GRADUATED → REGISTERED; assessed anew. Who was erased stays away.

    The caller has made sure that nobody registered them since.
    """
    actor.must(Permission.RECIPIENT_WITHDRAW)
    theirs = Recipient.objects.filter(
        school=school, pk__in=list(recipient_ids), state__in=_GONE, erased_at__isnull=True
    )
    people = list(theirs.select_for_update().order_by("pk"))
    ids = [one.pk for one in people]
    move_all(
        Recipient.objects.filter(pk__in=ids),
        _GONE,
        RecipientState.REGISTERED,
        RECIPIENT_MOVES,
        ended_at=None,
        ended_by_id=None,
        ended_reason="",
    )
    trail.record_many("recipient.returned", people, actor=actor)
    assess(recipient_ids=ids)
    return len(ids)
