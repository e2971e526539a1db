"""A part of a promise goes its own way, on another day; the needs it holds stay held all the while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.fulfil_if_done import fulfil_if_done
from donations.holding import least_urgent
from donations.models import Allocation, Pledge, PledgeLine
from donations.offers import details_of
from donations.policies import only_giver
from donations.policies_promise import why_not_move_to, why_not_part, why_not_split
from donations.reminding import reminded_already
from donations.states import PLEDGE_MOVES, AllocationState, PledgeState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox

_COPIED = ("delivery", "drop_point_id", "shown_as", "signed_name", "signature_sealed", "note", "basket_id", "wish_id")


@transaction.atomic
def split_pledge(
    *, pledge: Pledge, parts: Mapping[int, int], proposed_on: date, request_key: UUID, actor: Actor
) -> Pledge:
    """`parts`: how many units of each line (by its key) go into a new pledge for `proposed_on`, to the same school.

    Only units in no appointment. The same `request_key` again answers with the part that it made.
    """
    actor.must(Permission.PLEDGE_CREATE)
    found = Pledge.objects.locked().get(pk=pledge.pk)
    only_giver(found, actor)
    if made := Pledge.objects.filter(split_from=found, request_key=request_key).first():
        return made
    wanted = {pk: count for pk, count in parts.items() if count > 0}
    refuse_if(why_not_split(found) or why_not_part(found, wanted) or why_not_move_to(proposed_on))
    part = Pledge.objects.create(
        donor=found.donor,
        school=found.school,
        region=found.region,
        split_from=found,
        request_key=request_key,
        proposed_on=proposed_on,
        reminded_before=reminded_already(proposed_on, timezone.localdate()),
        **{name: getattr(found, name) for name in _COPIED},
    )
    for line in found.lines.filter(pk__in=wanted).order_by("pk"):
        _take(line, wanted[line.pk], part)
    move(part, PledgeState.COMMITTED, PLEDGE_MOVES, committed_at=timezone.now(), committed_by_id=actor.user_id or 0)
    fulfil_if_done(pledge=found)
    count = sum(wanted.values())
    trail.record("pledge.split", found, actor=actor, devices=count)
    trail.record("pledge.split_off", part, actor=actor, devices=count)
    outbox.post(
        "donations/pledge_split",
        to=people_of(found.school.organisation_id, Permission.HANDOVER_SCHEDULE),
        path=reverse("donations:pledge_detail", args=[part.public_id]),
        once=f"pledge_split:{part.pk}",
        school=found.school.name,
        devices=count,
        when=proposed_on.strftime("%d-%m-%Y"),
    )
    return part


def _take(line: PledgeLine, count: int, part: Pledge) -> None:
    """The less urgent needs go with the part, without a device first; a line that goes whole takes its history along."""
    if count == line.quantity:
        PledgeLine.objects.filter(pk=line.pk).update(pledge=part)
        return
    units = Allocation.objects.filter(line=line, state=AllocationState.RESERVED)
    new = PledgeLine.objects.create(
        pledge=part, need_class=line.need_class, quantity=count, lot_id=line.lot_id, **details_of(line)
    )
    Allocation.objects.filter(pk__in=least_urgent(units)[:count]).update(line=new, updated_at=timezone.now())
    PledgeLine.objects.filter(pk=line.pk).update(quantity=line.quantity - count)
