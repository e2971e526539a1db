"""A sound book with money, lots and titipan, and the differences that are planted into it. Books only grow: by insertion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from donations.actions.place_lot import place_lot
from donations.actions.receive_consignment import receive_consignment
from donations.actions.reverse_entry import reverse_entry
from donations.books import Kind
from donations.models import Aggregator, Consignment, Handover, LedgerEntry, LedgerShare
from tests.factories.books import MILLION, book_of, offered, said, wrote
from tests.factories.donations import appoint, complete, people_at, school_at
from tests.factories.verification import member


def a_book() -> Aggregator:
    """Two givers' money, a purchase from both, cost, a reversed refund; promised in part, handed over in part."""
    keeper, giver = member("aggregator"), member("donor")
    book = book_of(keeper)
    school = school_at("31.73.05.1001")
    people_at(school, pupils=6)
    found = offered(giver, book, amount=20 * MILLION)
    receive_consignment(consignment=found, counted=said("", amount=20 * MILLION), actor=keeper)
    offered(giver, book, quantity=3)
    money = wrote(book, keeper, Kind.MONEY_IN, amount=30 * MILLION)
    lot = wrote(book, keeper, Kind.PURCHASE, amount=25 * MILLION, quantity=25)
    wrote(book, keeper, Kind.COST, amount=MILLION)
    reverse_entry(entry=wrote(book, keeper, Kind.REFUND, amount=MILLION, money=money), reason="Salah", actor=keeper)
    wrote(book, keeper, Kind.LOSS, quantity=1, lot=lot, note="Jatuh")
    for quantity in (1, 2):
        told: dict[str, Any] = {"need_class": "student_device", "signed_name": "Wulan Uji"}
        pledge = place_lot(lot=lot, school=school, quantity=quantity, actor=keeper, **told)
    complete(appoint(pledge))
    return book


def _again(entry: LedgerEntry, **facts: object) -> LedgerEntry:
    """A further entry like `entry`, past all policies."""
    entry.refresh_from_db()
    fields = {f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields}
    for name in ("id", "public_id", "consignment_id"):
        del fields[name]
    return LedgerEntry.objects.create(**fields | facts)


def _money() -> None:
    use = LedgerEntry.objects.get(kind=Kind.COST)
    money = LedgerEntry.objects.filter(kind=Kind.MONEY_IN).exclude(spent__use=use).latest("pk")
    LedgerShare.objects.create(aggregator=use.aggregator, money=money, use=use, amount=40 * MILLION)


def _stock() -> None:
    _again(LedgerEntry.objects.get(kind=Kind.LOSS), quantity=22)


def _out() -> None:
    other = Handover.objects.filter(state="done").exclude(ledger_entries__isnull=False)[0]
    _again(LedgerEntry.objects.get(kind=Kind.OUT), handover_id=other.pk, quantity=1)


def _inverse() -> None:
    cost = LedgerEntry.objects.get(kind=Kind.COST)
    _again(cost, sign=-1, reverses_id=cost.pk, amount=cost.amount + 1)


def _received() -> None:
    waiting = Consignment.objects.filter(state="offered")[:1]
    Consignment.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        state="received", received_at=timezone.now(), received_by_id=0
    )


PLANTED_BOOKS: dict[str, str | Callable[[], object]] = {
    "book.money": _money,
    "book.paid": lambda: _again(LedgerEntry.objects.get(kind=Kind.COST), amount=1),
    "book.cost": "UPDATE donations_aggregator SET cost_percent = 1",
    "book.stock": _stock,
    "book.out": _out,
    "book.inverse": _inverse,
    "titipan.received": _received,
}
