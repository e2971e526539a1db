"""A number of the list of lost and stolen devices turned up: the trail keeps it, and who keeps the list hears of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from donations.models import WantedDevice
from donations.wanted import Step
from ksbb.accounts.acting import everybody_who_may, watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS
from ksbb.notifications import outbox


def tell_wanted_met(*, entries: Sequence[WantedDevice], step: Step, actor: Actor) -> None:
    """Inside a transaction. The event names the entry, never a number; a letter goes out once a day and entry."""
    trail.record_many("wanted.met", entries, actor=actor, step=step.value)
    for entry in entries:
        outbox.post(
            "donations/wanted_met",
            to=_keepers(entry),
            path=reverse("donations:wanted_detail", args=[entry.public_id]),
            once=f"wanted_met:{entry.pk}:{timezone.localdate().isoformat()}",
        )


def _keepers(entry: WantedDevice) -> set[int]:
    """Who sees the entry: the keepers over its ground, or all of them where it has none."""
    if not entry.region:
        return set(everybody_who_may(Permission.WANTED_KEEP))
    roles = [role for role, granted in GRANTS.items() if Permission.WANTED_KEEP in granted]
    return {user for role in roles for user in watchers_over(entry.region, role)}
