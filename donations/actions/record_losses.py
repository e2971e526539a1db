"""Devices of lots that were lost on the way to a school: written into the book in the transaction that says so."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.write_entry import write_entry
from donations.books import Kind, Said
from donations.models import Aggregator, Handover, LedgerEntry
from ksbb.authority.actors import Actor


def record_losses(*, handover: Handover, lots: Mapping[int, int], actor: Actor) -> list[LedgerEntry]:
    """`lots`: key of the lot → how many of it. Their units are released already, so that the lot's stock holds them freely.

    What comes back to the aggregator needs no line: it never left the stock, for OUT is written when the school has it.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record_losses() must share the transaction of the handover")
    entries = LedgerEntry.objects.filter(pk__in=lots).order_by("pk")
    books = {book.pk: book for book in Aggregator.objects.locked().filter(entries__in=entries).order_by("pk")}
    return [
        write_entry(
            aggregator=books[lot.aggregator_id],
            said=Said(
                kind=Kind.LOSS,
                occurred_on=timezone.localdate(),
                device_type=lot.device_type,
                condition=lot.condition,
                quantity=lots[lot.pk],
                lot=lot,
                note=_("Hilang di perjalanan ke sekolah"),
            ),
            actor=actor,
            handover=handover,
        )
        for lot in entries
    ]
