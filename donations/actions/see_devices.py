"""Devices were seen at a stock-take: by their label, by a number, or ticked on the list."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from donations.models import Device, StockTake, StockTakeLine
from donations.policies_loans import only_counter, why_not_count
from donations.school_devices import own_devices
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if


@transaction.atomic
def see_devices(*, take: StockTake, devices: Iterable[int], actor: Actor) -> tuple[int, int]:
    """Keys of devices → (newly seen, not of this school). Scanned twice, a device stands once. Raises Refused."""
    only_counter(take.school, actor)
    held = StockTake.objects.select_for_update(of=("self",), no_key=True).get(pk=take.pk)
    refuse_if(why_not_count(held))
    wanted = set(devices)
    ours = set(own_devices(take.school).filter(pk__in=wanted).values_list("pk", flat=True))
    before = held.lines.count()
    now, user = timezone.now(), actor.user_id or 0
    StockTakeLine.objects.bulk_create(
        [StockTakeLine(stock_take=held, device_id=pk, seen_at=now, seen_by_id=user) for pk in sorted(ours)],
        ignore_conflicts=True,
    )
    strange = Device.objects.filter(pk__in=wanted - ours).count()
    if strange:
        trail.record("stock_take.stranger_met", held, actor=actor, devices=strange)
    return held.lines.count() - before, strange
