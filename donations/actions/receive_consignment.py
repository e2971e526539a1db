"""The aggregator says that a titipan came, as counted; the book has it in the same moment."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.write_entry import write_entry
from donations.books import Kind, Said
from donations.models import Aggregator, Consignment, LedgerEntry
from donations.policies_books import only_own_book, why_not_receive_consignment, why_not_record
from donations.states import CONSIGNMENT_MOVES, ConsignmentState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox


@transaction.atomic
def receive_consignment(*, consignment: Consignment, counted: Said, actor: Actor) -> LedgerEntry:
    """`counted` says the day, the proof, and how much or how many really came; what was offered stays beside it.

    The giver is told both numbers. Raises Refused, also when nothing may be taken in now.
    """
    actor.must(Permission.LEDGER_RECORD)
    book = Aggregator.objects.locked().get(organisation_id=consignment.aggregator_id)
    only_own_book(book, actor)
    rows = Consignment.objects.select_for_update(of=("self",), no_key=True).select_related("donor", "aggregator")
    found = rows.get(pk=consignment.pk)
    refuse_if(why_not_receive_consignment(found))
    is_money = found.kind == Consignment.Kind.MONEY
    said = replace(
        counted,
        kind=Kind.MONEY_IN if is_money else Kind.DEVICES_IN,
        amount=counted.amount if is_money else 0,
        quantity=0 if is_money else counted.quantity,
        device_type=found.device_type,
        condition="" if is_money else found.condition,
        donor=found.donor,
    )
    refuse_if(why_not_record(book, said))
    move(
        found,
        ConsignmentState.RECEIVED,
        CONSIGNMENT_MOVES,
        received_at=timezone.now(),
        received_by_id=actor.user_id or 0,
        received_quantity=None if is_money else said.quantity,
        received_amount=said.amount if is_money else None,
    )
    entry = write_entry(aggregator=book, said=replace(said, consignment=found), actor=actor)
    trail.record("consignment.received", found, actor=actor)
    outbox.post(
        "donations/consignment_received",
        to=people_of(found.donor.organisation_id, Permission.PLEDGE_CREATE),
        path=reverse("donations:consignment_detail", args=[found.public_id]),
        once=f"consignment_received:{found.pk}",
        aggregator=found.aggregator.name,
        what=found.kind,
        offered=found.amount if is_money else found.quantity,
        counted=said.amount if is_money else said.quantity,
    )
    return entry
