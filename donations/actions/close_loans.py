"""Loans that end because of what was told of the device: it is broken, lost, or the teacher has left."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from donations.models import Loan
from ksbb.audit import trail
from ksbb.authority.actors import Actor


def close_loans(devices: Mapping[int, str], *, actor: Actor) -> int:
    """`devices`: key → a value of Loan.Ended; the caller holds them. Returns how many open loans ended; a device without one is
    passed by. Two statements and the trail, for each way of ending.
    """
    ended = 0
    for how in sorted(set(devices.values())):
        theirs = [device for device, way in devices.items() if way == how]
        held = Loan.objects.open().filter(device__in=theirs).order_by("pk")
        loans = list(held.select_for_update(of=("self",), no_key=True))
        now = timezone.now()
        Loan.objects.filter(pk__in=[loan.pk for loan in loans]).update(
            ended_at=now, ended_by_id=actor.user_id or 0, ended_how=how, updated_at=now
        )
        trail.record_many("loan.ended", loans, actor=actor, how=how)
        ended += len(loans)
    return ended
