"""A complaint rises: its term is over, or the answer did not help."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from ksbb.notifications import outbox
from verification.actions.file_complaint import due_day
from verification.complaints import LAST_LEVEL, act, due_after, term_of, turn, whom_to_tell
from verification.models import Complaint, ComplaintStep


@transaction.atomic
def escalate_complaint(*, pk: int, now: datetime | None = None) -> bool:
    """To the next level at which somebody sits, with that level's term; whether it rose.

    Only while it runs and its term is over. Somebody else's lock means that it is being worked on in this moment, and the next
    round looks again; `complaintstep_once_per_level` repeats in the database that no level is reached twice.
    """
    moment = now or timezone.now()
    locked = Complaint.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).select_related("school")
    late = locked.running().filter(pk=pk, due_at__lt=moment, level__lt=LAST_LEVEL).first()
    if late is None:
        return False
    raise_level(late, moment)
    return True


def raise_level(complaint: Complaint, now: datetime) -> None:
    """For a complaint that the caller holds locked; its new level has nobody in charge yet."""
    level, office = turn(complaint.region, complaint.level + 1, complaint.school)
    complaint.level = level
    complaint.due_at = due_after(now, term_of(level, complaint.is_sensitive))
    complaint.assigned_to = office or complaint.assigned_to
    complaint.handler_id = None
    complaint.save(update_fields=["level", "due_at", "assigned_to", "handler_id", "updated_at"])
    ComplaintStep.objects.create(complaint=complaint, kind=ComplaintStep.Kind.ESCALATED, level=level, at=now)
    trail.record(act(complaint, "escalated"), complaint, actor=SYSTEM, level=level)
    outbox.post(
        "verification/complaint_escalated",
        to=whom_to_tell(complaint),
        path=reverse("verification:complaint_detail", args=[complaint.public_id]),
        once=f"complaint:{complaint.pk}:{level}",
        due=due_day(complaint),
    )
