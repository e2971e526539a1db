"""One line of a proposal becomes a pledge, as far as its gift and its school still allow."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from donations.actions.place import Placed, place
from donations.actions.profile_of import profile_of
from donations.models import Aggregator, LedgerEntry, MatchingLine, Wish
from donations.states import WishState
from donations.stock import gift_of
from ksbb.accounts.acting import people_of
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.notifications import outbox

NOTHING = Placed(None, 0)
# Of one pledge, as the database says; the rest waits for the next run.
MOST = 1000


@dataclass(frozen=True)
class Gifts:
    """What a run gives from, all of it locked: wishes and stores by key, lots with how much of each is free."""

    wishes: dict[int, Wish]
    stores: dict[int, Aggregator]
    lots: dict[int, LedgerEntry]
    free: dict[int, int]

    def left_of(self, line: MatchingLine) -> int:
        if line.lot_id is not None:
            return self.free.get(line.lot_id, 0)
        wish = self.wishes.get(line.wish_id or 0)
        return wish.left if wish is not None and wish.state == WishState.OPEN else 0


def place_line(*, line: MatchingLine, gifts: Gifts, actor: Actor) -> Placed:
    """Inside the transaction that holds `gifts`, which it counts down; what cannot be held is left."""
    quantity = min(line.quantity, gifts.left_of(line), MOST)
    if quantity < 1:
        return NOTHING
    if line.wish_id is not None:
        return _from_wish(line, gifts.wishes[line.wish_id], quantity, actor)
    assert line.lot_id is not None
    placed = _from_lot(line, gifts.lots[line.lot_id], gifts, quantity, actor)
    gifts.free[line.lot_id] -= placed.held
    return placed


def _from_wish(line: MatchingLine, wish: Wish, quantity: int, actor: Actor) -> Placed:
    placed = place(
        gift=wish,
        donor=wish.donor,
        school=line.school,
        need_class=line.need_class,
        quantity=quantity,
        signed_name=wish.signed_name,
        actor=actor,
        wish=wish,
    )
    wish.placed += placed.held
    return placed


def _from_lot(line: MatchingLine, lot: LedgerEntry, gifts: Gifts, quantity: int, actor: Actor) -> Placed:
    book = gifts.stores[lot.aggregator_id]
    placed = place(
        gift=gift_of(lot),
        donor=profile_of(book=book),
        school=line.school,
        need_class=line.need_class,
        quantity=quantity,
        signed_name=book.organisation.name[:150],
        actor=actor,
        lot=lot,
    )
    if placed.pledge is not None:
        outbox.post(
            "donations/lot_placed",
            to=people_of(book.organisation_id, Permission.LEDGER_RECORD),
            path=reverse("donations:pledge_detail", args=[placed.pledge.public_id]),
            once=f"lot_placed:{placed.pledge.pk}",
            school=line.school.name,
            devices=placed.held,
        )
    return placed
