"""Read what somebody wrote in an appeal: a recorded event, since it may hold anything about a family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from recipients.models import Appeal

SAME_READING = timedelta(hours=1)


@dataclass(frozen=True)
class Said:
    """What was written; empty where this reader may not read it."""

    message: str = ""
    contact: str = ""
    answer: str = ""


@transaction.atomic
def open_appeal(*, appeal: Appeal, actor: Actor) -> Said:
    """The deciding office reads all of it; the school reads the answer, and its own words but not a parent's.

    Going back to the page within the hour is the same reading.
    """
    actor.must(Permission.RECIPIENT_VIEW)
    decides = actor.may(Permission.APPEAL_DECIDE)
    own = appeal.filed_as == Appeal.FiledBy.SCHOOL and actor.may(Permission.APPEAL_FILE)
    if decides and not _just_read(appeal, actor):
        trail.record("appeal.opened", appeal, actor=actor)
    return Said(
        message=sealing.unseal(appeal.message_sealed) if decides or own else "",
        contact=sealing.unseal(appeal.contact_sealed) if decides else "",
        answer=sealing.unseal(appeal.answer_sealed) if decides or actor.may(Permission.APPEAL_FILE) else "",
    )


def _just_read(appeal: Appeal, actor: Actor) -> bool:
    opened = Event.objects.about(appeal).filter(action="appeal.opened", user_id=actor.user_id)
    return opened.filter(at__gte=timezone.now() - SAME_READING).exists()
