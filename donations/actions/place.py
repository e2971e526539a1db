"""One lot goes to one school: a committed pledge made from a wish, or from an aggregator's stock. What matching applies with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.announce_pledge import announce_pledge
from donations.actions.hold_units import hold_units
from donations.models import Donor, LedgerEntry, Pledge, PledgeLine, Wish
from donations.models.details import GiftDetails
from donations.offers import details_of, fits
from donations.policies import why_not_pledge
from donations.policies_allowance import is_gate_open
from donations.reminding import reminded_already
from donations.states import WISH_MOVES, PledgeState, WishState
from ksbb.accounts.acting import people_of
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import StaleState, move
from ksbb.notifications import outbox
from schools.models import School

# The day that is proposed when the giver's own is past.
LATER = timedelta(days=14)


@dataclass(frozen=True)
class Placed:
    """`held` of what was asked; `pledge` is None when it is 0."""

    pledge: Pledge | None
    held: int


class _Nothing(Exception):
    """Inside only: rolls the savepoint back."""


def place(
    *,
    gift: GiftDetails,
    donor: Donor,
    school: School,
    need_class: str,
    quantity: int,
    signed_name: str,
    actor: Actor,
    wish: Wish | None = None,
    lot: LedgerEntry | None = None,
    proposed_on: date | None = None,
    whole: bool = False,
) -> Placed:
    """Promise up to `quantity` devices like `gift` to `school`, inside the caller's transaction.

    Rows in other hands are skipped, never waited for; the cap and the gate of the school are kept. With `whole` it is all of
    `quantity` or nothing, else what could be held. From a `wish` (locked by this call, taken before any pledge) date,
    delivery, name and signature are the giver's, and `wish.placed` grows by what was held; `gift` is the wish itself then.
    From a `lot` the line remembers it; the caller has locked the aggregator and judged its stock.
    A run that places many locks all its wishes first, by id, and goes through schools and classes in order of their keys.
    Raises StaleState when the wish has not so many left.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("place() must share the transaction of the run that it applies")
    day = _day(wish.proposed_on if wish is not None else proposed_on)
    if not fits(need_class, gift.device_type) or why_not_pledge(school, day, quantity) or not is_gate_open(school.pk):
        return Placed(None, 0)
    if wish is not None:
        wish = Wish.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
        if wish.state != WishState.OPEN or wish.left < quantity:
            raise StaleState(f"wish {wish.pk}: {wish.state}, {wish.left} left")
    facts: dict[str, Any] = {"donor": donor, "signed_name": signed_name, "proposed_on": day, **_from(wish)}
    facts["committed_by_id"] = actor.user_id or 0
    try:
        with transaction.atomic():
            made, held = _promise(facts, school, gift, need_class, quantity, lot, whole)
    except _Nothing:
        return Placed(None, 0)
    announce_pledge(pledge=made, devices=held, actor=actor, thanks=False)
    if wish is not None:
        _count(wish, made, held)
    return Placed(made, held)


def _day(wanted: date | None) -> date:
    today = timezone.localdate()
    return wanted if wanted is not None and wanted >= today else today + LATER


def _from(wish: Wish | None) -> dict[str, Any]:
    if wish is None:
        return {}
    names = ("delivery", "drop_point_id", "shown_as", "signed_name", "signature_sealed")
    return {"wish": wish, "basket_id": wish.basket_id} | {name: getattr(wish, name) for name in names}


def _promise(
    facts: dict[str, Any],
    school: School,
    gift: GiftDetails,
    need_class: str,
    quantity: int,
    lot: LedgerEntry | None,
    whole: bool,
) -> tuple[Pledge, int]:
    made = Pledge.objects.create(
        school=school,
        region=school.region,
        request_key=uuid.uuid4(),
        reminded_before=reminded_already(facts["proposed_on"], timezone.localdate()),
        state=PledgeState.COMMITTED,
        committed_at=timezone.now(),
        **facts,
    )
    line = PledgeLine.objects.create(pledge=made, need_class=need_class, quantity=quantity, lot=lot, **details_of(gift))
    held = hold_units(line=line, quantity=quantity)
    if not held or (whole and held < quantity):
        raise _Nothing
    if held < quantity:
        PledgeLine.objects.filter(pk=line.pk).update(quantity=held)
    return made, held


def _count(wish: Wish, made: Pledge, held: int) -> None:
    placed = wish.placed + held
    if placed == wish.quantity:
        move(wish, WishState.PLACED, WISH_MOVES, placed=placed, placed_at=timezone.now())
    else:
        Wish.objects.filter(pk=wish.pk).update(placed=placed, updated_at=timezone.now())
    outbox.post(
        "donations/wish_placed",
        to=people_of(made.donor.organisation_id, Permission.PLEDGE_CREATE),
        path=reverse("donations:pledge_detail", args=[made.public_id]),
        once=f"wish_placed:{made.pk}",
        school=made.school.name,
        devices=held,
    )
