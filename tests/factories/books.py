"""Aggregators with books, made by the same actions that people use. All names and numbers are invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from donations.actions.record_entry import record_entry
from donations.books import Kind, Said
from donations.models import Aggregator, Consignment, LedgerEntry
from ksbb.authority.actors import Actor
from tests.factories.donations import donor_of
from tests.factories.giving import later, listed_aggregator

MILLION = 1_000_000


def book_of(actor: Actor, *, cost_percent: int = 10) -> Aggregator:
    """The book of the actor's organisation: verified, with a licence in force."""
    organisation = listed_aggregator(actor)
    donor_of(actor, kind="community")
    Aggregator.objects.filter(organisation=organisation).update(cost_percent=cost_percent)
    return Aggregator.objects.select_related("organisation").get(organisation=organisation)


def said(kind: str, on: date | None = None, **facts: Any) -> Said:
    """What is written; tablets, new, where devices are told."""
    devices = {"device_type": "tablet", "condition": "new"} if facts.get("quantity") and "lot" not in facts else {}
    if "lot" in facts:
        devices = {"device_type": facts["lot"].device_type, "condition": facts["lot"].condition}
    giver = {"from_name": "Penyumbang Uji"} if kind in (Kind.MONEY_IN, Kind.DEVICES_IN) else {}
    return Said(kind=kind, occurred_on=on or timezone.localdate(), **{**devices, **giver, **facts})


def wrote(book: Aggregator, actor: Actor, kind: str, **facts: Any) -> LedgerEntry:
    return record_entry(aggregator=book, said=said(kind, **facts), actor=actor)


def offered(giver: Actor, book: Aggregator, *, amount: int = 0, quantity: int = 1, **facts: Any) -> Consignment:
    """A titipan of money, or of new tablets."""
    money = {"kind": "money", "amount": amount, "quantity": 1}
    devices = {"kind": "devices", "quantity": quantity, "device_type": "tablet", "condition": "new"}
    told: dict[str, Any] = {**(money if amount else devices), **facts}
    return Consignment.objects.create(
        donor=donor_of(giver), aggregator=book.organisation, proposed_on=later(), signed_name="Penanda Uji",
        offered_at=timezone.now() - timedelta(hours=1), offered_by_id=giver.user_id or 0, **told,
    )  # fmt: skip
