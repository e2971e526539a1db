"""A stock-take is over: what was found stands, what was not is told."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import StockTake
from donations.policies_loans import only_counter, why_not_count
from donations.school_devices import countable
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if


@transaction.atomic
def end_stock_take(*, take: StockTake, actor: Actor) -> StockTake:
    """`expected` and `found` as they are at this moment; a device that was believed lost and was found counts in both."""
    only_counter(take.school, actor)
    held = StockTake.objects.select_for_update(of=("self",), no_key=True).get(pk=take.pk)
    refuse_if(why_not_count(held))
    seen = set(held.lines.values_list("device", flat=True))
    held.expected = len(set(countable(take.school).values_list("pk", flat=True)) | seen)
    held.found = len(seen)
    held.ended_at, held.ended_by_id = timezone.now(), actor.user_id or 0
    held.save(update_fields=["expected", "found", "ended_at", "ended_by_id", "updated_at"])
    trail.record("stock_take.ended", held, actor=actor, expected=held.expected, found=held.found)
    return held
