"""A mistake in a book is undone by its inverse; both stay readable."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import Aggregator, LedgerEntry
from donations.policies_books import only_own_book, why_not_reverse
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if


@transaction.atomic
def reverse_entry(*, entry: LedgerEntry, reason: str, actor: Actor) -> LedgerEntry:
    """Raises Refused while something rests on the entry: money that was spent, devices that are promised or gone."""
    actor.must(Permission.LEDGER_RECORD)
    only_own_book(entry.aggregator, actor)
    Aggregator.objects.locked().get(pk=entry.aggregator_id)
    refuse_if(why_not_reverse(entry))
    copied = (
        "aggregator_id",
        "region",
        "kind",
        "occurred_on",
        "amount",
        "device_type",
        "condition",
        "quantity",
        "lot_id",
    )
    inverse = LedgerEntry.objects.create(
        **{name: getattr(entry, name) for name in copied},
        sign=-1,
        reverses=entry,
        note=" ".join(reason.split())[:300],
        recorded_at=timezone.now(),
        recorded_by_id=actor.user_id or 0,
    )
    trail.record("ledger.reversed", entry, actor=actor, kind=entry.kind)
    return inverse
