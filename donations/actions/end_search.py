"""A device of ours that was looked for is found: its numbers leave the list."""

from __future__ import annotations

from django.utils import timezone

from donations.models import Device, WantedDevice
from ksbb.audit import trail
from ksbb.authority.actors import Actor


def end_search(device: Device, *, reason: str, actor: Actor) -> int:
    """Only the entries that were made for this device; returns how many. Must run inside the caller's transaction."""
    wanted = WantedDevice.objects.filter(device=device, lifted_at__isnull=True).order_by("pk")
    held, now = list(wanted.select_for_update(of=("self",), no_key=True)), timezone.now()
    if held:
        WantedDevice.objects.filter(pk__in=[entry.pk for entry in held]).update(
            lifted_at=now, lifted_by_id=actor.user_id or 0, lifted_reason=reason[:300], updated_at=now
        )
        trail.record_many("wanted.lifted", held, actor=actor)
    return len(held)
