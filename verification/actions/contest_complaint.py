"""The person who complained says, once, that the answer does not help: the next level looks at it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import VISITOR
from ksbb.common import sealing
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from verification.actions.escalate_complaint import raise_level
from verification.actions.file_complaint import due_day
from verification.complaints import LAST_LEVEL, act, due_after, term_of, whom_to_tell
from verification.models import Complaint, ComplaintStep
from verification.policies_complaints import why_not_contest
from verification.states import COMPLAINT_MOVES, ComplaintState


@transaction.atomic
def contest_complaint(*, complaint: Complaint, reason: str) -> Complaint:
    """The caller holds the ticket, which is the right to do so. Raises Refused, also for the second of two at once.

    `reason` and the answer it is about are kept beside what was said first, sealed. At the last level the same office looks again.
    """
    locked = Complaint.objects.select_for_update(of=("self",), no_key=True).select_related("school")
    complaint = locked.get(pk=complaint.pk)
    refuse_if(why_not_contest(complaint))
    now = timezone.now()
    move(
        complaint,
        ComplaintState.ASSIGNED,
        COMPLAINT_MOVES,
        contested_at=now,
        assigned_at=complaint.assigned_at or now,
        handler_id=None,
        due_at=due_after(now, term_of(complaint.level, complaint.is_sensitive)),
        text_sealed=sealing.seal(_with_reason(complaint, reason)),
    )
    ComplaintStep.objects.create(complaint=complaint, kind=ComplaintStep.Kind.CONTESTED, level=complaint.level, at=now)
    trail.record(act(complaint, "contested"), complaint, actor=VISITOR)
    if complaint.level < LAST_LEVEL:
        raise_level(complaint, now)
    else:
        _tell_again(complaint)
    return complaint


def _with_reason(complaint: Complaint, reason: str) -> str:
    said = sealing.unseal(complaint.text_sealed)
    answer = sealing.unseal(complaint.answer_sealed)
    parts = [said, _("— Jawaban yang pertama:"), answer, _("— Belum puas, sebab:"), reason.strip()]
    return "\n\n".join(parts)


def _tell_again(complaint: Complaint) -> None:
    outbox.post(
        "verification/complaint_escalated",
        to=whom_to_tell(complaint),
        path=reverse("verification:complaint_detail", args=[complaint.public_id]),
        once=f"complaint:{complaint.pk}:contested",
        due=due_day(complaint),
    )
