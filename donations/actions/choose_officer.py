"""An officer is asked to go along, sends a colleague, or cannot come."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Handover
from donations.officers import officers_over
from donations.policies_handover import may_choose_officer, not_an_officer, why_not_choose_officer
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.notifications import outbox


@transaction.atomic
def choose_officer(*, handover: Handover, officer: int | None, actor: Actor) -> Handover:
    """`officer`: key of an account, one of `officers_over` the school; None when nobody goes along. Nothing changes twice."""
    held = (
        Handover.objects.select_for_update(of=("self",), no_key=True)
        .select_related("pledge__donor", "pledge__school", "school")
        .get(pk=handover.pk)
    )
    if not may_choose_officer(held, actor):
        raise Forbidden("only the two sides and the officers over the ground")
    refuse_if(why_not_choose_officer(held))
    if officer is not None and officer not in {one.user_id for one in officers_over(held.region)}:
        refuse_if(not_an_officer())
    before = held.officer_id
    if before == officer:
        return held
    Handover.objects.filter(pk=held.pk).update(officer=officer, updated_at=timezone.now())
    held.refresh_from_db(fields=["officer", "updated_at"])
    trail.record("handover.officer_chosen" if officer else "handover.officer_left", held, actor=actor)
    _tell(held, before, actor)
    return held


def _tell(handover: Handover, before: int | None, actor: Actor) -> None:
    """Whoever is to go along, whoever no longer is, and the sides; never the one who said it."""
    pledge, mine = handover.pledge, actor.user_id or 0
    sides = (pledge.donor.organisation_id, pledge.school.organisation_id)
    others = {user for side in sides for user in people_of(side, Permission.HANDOVER_SCHEDULE)} | {before or 0}
    letters = {"donations/handover_officer": {handover.officer_id or 0}, "donations/handover_officer_changed": others}
    for kind, to in letters.items():
        outbox.post(
            kind,
            to=to - {0, mine},
            path=reverse("donations:handover_detail", args=[handover.public_id]),
            once=f"{kind}:{handover.pk}:{handover.updated_at.isoformat()}",
            school=handover.school.name,
            place=handover.place,
            when=timezone.localtime(handover.scheduled_for).strftime("%d-%m-%Y %H.%M"),
        )
