"""One line of a book, with the money it was paid from. Inside the transaction that has locked the aggregator and judged it."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from donations.books import MONEY_USES, Said, first_in, money_of
from donations.models import Aggregator, Handover, LedgerEntry, LedgerShare
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.sealing import seal


def write_entry(*, aggregator: Aggregator, said: Said, actor: Actor, handover: Handover | None = None) -> LedgerEntry:
    """Money goes out first in, first out; a refund goes back from the money it names."""
    if not connection.in_atomic_block:
        raise RuntimeError("write_entry() must share the transaction that locked the aggregator")
    entry = LedgerEntry(
        public_id=said.key,
        aggregator=aggregator,
        region=aggregator.region,
        kind=said.kind,
        occurred_on=said.occurred_on,
        amount=said.amount,
        device_type=said.device_type,
        condition=said.condition,
        quantity=said.quantity,
        donor=said.donor,
        from_sealed=seal(said.from_name.strip()),
        consignment=said.consignment,
        lot=said.lot,
        handover=handover,
        proof_number=said.proof_number,
        note=said.note,
        recorded_at=timezone.now(),
        recorded_by_id=actor.user_id or 0,
    )
    if said.proof is not None:
        entry.proof.save(said.proof.name or "bukti", said.proof, save=False)
    entry.save(force_insert=True)
    if said.kind in MONEY_USES:
        _pay(entry, said)
    trail.record("ledger.recorded", entry, actor=actor, kind=entry.kind)
    return entry


def _pay(use: LedgerEntry, said: Said) -> None:
    wanted = said.money.pk if said.money is not None else None
    left = [(money.pk, rest) for money, rest in money_of(use.aggregator) if wanted in (None, money.pk)]
    LedgerShare.objects.bulk_create(
        LedgerShare(aggregator=use.aggregator, region=use.region, money_id=money, use=use, amount=part)
        for money, part in first_in(left, use.amount)
    )
