"""Read what somebody complained about: a recorded event, since it may hold anything about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from verification.complaints import act
from verification.models import Complaint
from verification.policies_complaints import is_their_turn, must_see

SAME_READING = timedelta(hours=1)


@dataclass(frozen=True)
class Told:
    """What was written. Who wrote it is for the level whose turn it is."""

    text: str
    name: str
    contact: str
    answer: str


@transaction.atomic
def open_complaint(*, complaint: Complaint, actor: Actor) -> Told:
    """Going back to the page within the hour is the same reading. Raises Forbidden for whoever does not see it."""
    must_see(complaint, actor)
    action = act(complaint, "opened")
    read = Event.objects.about(complaint).filter(action=action, user_id=actor.user_id)
    if not read.filter(at__gte=timezone.now() - SAME_READING).exists():
        trail.record(action, complaint, actor=actor)
    theirs = is_their_turn(complaint, actor)
    return Told(
        text=sealing.unseal(complaint.text_sealed),
        name=sealing.unseal(complaint.name_sealed) if theirs else "",
        contact=sealing.unseal(complaint.contact_sealed) if theirs else "",
        answer=sealing.unseal(complaint.answer_sealed),
    )
