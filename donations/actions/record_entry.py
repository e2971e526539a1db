"""An aggregator writes into its book what happened. Nothing is paid or moved here: it is recorded, with its proof."""

from __future__ import annotations

from django.db import transaction

from donations.actions.write_entry import write_entry
from donations.books import Kind, Said
from donations.models import Aggregator, LedgerEntry
from donations.policies_books import only_own_book, why_not_record
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if


@transaction.atomic
def record_entry(*, aggregator: Aggregator, said: Said, actor: Actor) -> LedgerEntry:
    """The same `said.key` again answers with the entry that it made. Raises Refused, in words.

    What goes out to schools is written by the handover itself (`record_out`), never by hand.
    """
    actor.must(Permission.LEDGER_RECORD)
    only_own_book(aggregator, actor)
    if said.kind == Kind.OUT:
        raise Forbidden("written by the handover")
    aggregator = Aggregator.objects.locked().get(pk=aggregator.pk)
    if known := LedgerEntry.objects.filter(aggregator=aggregator, public_id=said.key).first():
        return known
    refuse_if(why_not_record(aggregator, said))
    return write_entry(aggregator=aggregator, said=said, actor=actor)
