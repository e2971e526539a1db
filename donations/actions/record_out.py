"""Devices of lots leave for a school: written by the handover, in its own transaction."""

from __future__ import annotations

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from donations.actions.write_entry import write_entry
from donations.books import Kind, Said
from donations.models import Aggregator, Handover, LedgerEntry
from donations.states import AllocationState
from donations.stock import lots_of
from ksbb.authority.actors import Actor
from ksbb.common.states import StaleState


def record_out(*, handover: Handover, actor: Actor) -> list[LedgerEntry]:
    """Once for each lot among the handover's devices; nothing for gifts that come from no lot.

    The handover holds its devices as handed over already. Raises StaleState when a book does not hold so many, which no
    order of steps reaches: what is promised from a lot stays in its stock.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record_out() must share the transaction of the handover")
    counts = dict(
        handover.allocations.filter(state=AllocationState.HANDED_OVER, line__lot__isnull=False)
        .order_by()
        .values_list("line__lot")
        .annotate(count=Count("pk"))
    )
    if not counts:
        return []
    entries = LedgerEntry.objects.filter(pk__in=counts)
    holders = Aggregator.objects.locked().filter(entries__in=entries).order_by("pk")
    books = {holder.pk: holder for holder in holders}
    written = []
    for lot in lots_of(entries):
        count = counts[lot.entry.pk]
        if lot.stock < count:
            raise StaleState(f"lot {lot.entry.pk}: {lot.stock} in stock, {count} handed over")
        said = Said(
            kind=Kind.OUT,
            occurred_on=timezone.localdate(),
            device_type=lot.entry.device_type,
            condition=lot.entry.condition,
            quantity=count,
            lot=lot.entry,
        )
        book = books[lot.entry.aggregator_id]
        written.append(write_entry(aggregator=book, said=said, actor=actor, handover=handover))
    if len(written) != len(counts):
        raise StaleState(f"handover {handover.pk}: a lot of it was reversed")
    return written
