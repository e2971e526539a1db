"""Take many people of one school off the register at once: those a file no longer names, or names by mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import move_all
from recipients.absences import promised_among
from recipients.actions.declare_needs import declare_needs
from recipients.actions.drop_cases import drop_cases
from recipients.actions.settle_requests import settle_requests
from recipients.models import DataRequest, Need, Recipient
from recipients.states import END_STATES, RECIPIENT_MOVES, RecipientState
from schools.models import School


@transaction.atomic
def end_registrations(*, school: School, endings: Mapping[int, str], actor: Actor) -> set[int]:
    """`endings`: recipient id → `EndReason`. Returns who left; whoever is gone already or is promised a device stays as is.

    The open needs are closed; the numbers stay until somebody registers them anew.
    """
    actor.must(Permission.RECIPIENT_WITHDRAW)
    theirs = Recipient.objects.registered().filter(school=school, pk__in=list(endings))
    held = list(theirs.select_for_update().order_by("pk"))
    # The needs are locked too: a donor's promise in this very moment comes first or sees no open need.
    list(
        Need.objects.filter(recipient__in=[one.pk for one in held]).select_for_update().order_by("pk").values_list("pk")
    )
    promised = promised_among([one.pk for one in held])
    leaving = defaultdict(list)
    for one in held:
        if one.pk not in promised:
            leaving[endings[one.pk]].append(one)
    for reason, people in leaving.items():
        _leave(people, reason, actor)
    ids = [one.pk for people in leaving.values() for one in people]
    declare_needs(recipient_ids=ids)
    drop_cases(recipient_ids=ids, actor=actor)
    settle_requests(recipient_ids=ids, kinds=[DataRequest.Kind.STOP], actor=actor)
    return set(ids)


def _leave(people: list[Recipient], reason: str, actor: Actor) -> None:
    state = END_STATES[reason]
    move_all(
        Recipient.objects.filter(pk__in=[one.pk for one in people]),
        [RecipientState.REGISTERED],
        state,
        RECIPIENT_MOVES,
        ended_at=timezone.now(),
        ended_by_id=actor.user_id,
        ended_reason=reason,
    )
    trail.record_many(f"recipient.{state}", people, actor=actor)
