"""The day of a handover in the demo: both sides confirm, an officer goes along, and here and there a device did not come."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.utils import timezone

from donations.actions.hand_over import hand_over
from donations.actions.open_code import open_code
from donations.actions.schedule_handover import schedule_handover
from donations.actions.tell_shortfalls import tell_shortfalls
from donations.models import Handover, Pledge, Shortfall
from donations.officers import officers_over
from donations.shortfalls import Absent
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.photos import CleanPhoto


def appoint(pledge: Pledge, giver: Actor, number: int, *, today: bool) -> Handover:
    """Today for what is confirmed next, otherwise some day ahead; every second one with an officer."""
    ahead = timedelta(hours=1 + number % 6) if today else timedelta(days=1 + number % 9)
    officers = officers_over(pledge.region) if number % 2 else []
    return schedule_handover(
        pledge=pledge,
        scheduled_for=timezone.now() + ahead,
        place=f"Ruang guru {pledge.school.name}",
        actor=giver,
        officer=officers[-1].user_id if officers else None,
    )


def confirm(handover: Handover, giver: Actor, paper: CleanPhoto | None = None) -> Handover:
    """With the giver's code, or with the photo of the signed paper where there was no network."""
    if paper is not None:
        return hand_over(handover=handover, actor=SYSTEM, signed=paper)
    return hand_over(handover=handover, actor=SYSTEM, code=open_code(handover=handover, actor=giver))


def fall_short(handover: Handover, random: Random) -> None:
    """The last of several devices comes another day."""
    units = list(handover.allocations.order_by("pk").values_list("pk", flat=True))
    if len(units) < 2:
        return
    kind = random.choice([Shortfall.Kind.NOT_BROUGHT, Shortfall.Kind.REFUSED])
    told = Absent(units[-1], kind, "Layarnya retak di perjalanan, diganti minggu depan (contoh)")
    tell_shortfalls(handover=handover, missing=[told], actor=SYSTEM)
