"""Say that a verdict is wrong: the school for one of its people, or a parent with the letter in hand."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.workdays import working_days_after
from recipients.models import Appeal, Assessment, RankLetter, Recipient
from recipients.rank_policies import (
    appeal_is_open,
    why_not_file_appeal,
    why_not_file_with_letter,
    why_not_issue_letter,
)


@transaction.atomic
def file_appeal(
    *,
    actor: Actor,
    ground: str,
    message: str,
    contact: str = "",
    recipient: Recipient | None = None,
    letter: RankLetter | None = None,
) -> Appeal:
    """With `letter` (found by its code, which is the right to do so) a parent appeals against what that letter says; with
    `recipient` the school against the verdict in force.

    What was said is kept sealed. The Sudin has APPEAL_DECISION_DAYS working days. Raises Refused, also for the second of two
    who file at once.
    """
    if letter is not None:
        letter.recipient = _held(letter.recipient_id)
        refuse_if(why_not_file_with_letter(letter))
        return _filed(letter.recipient, letter, Appeal.FiledBy.PARENT, actor, ground, message, contact)
    assert recipient is not None
    actor.must(Permission.APPEAL_FILE)
    recipient = _held(recipient.pk)
    verdict = Assessment.objects.newest().filter(recipient=recipient).select_related("criteria").first()
    refuse_if(why_not_issue_letter(recipient, verdict))
    assert verdict is not None
    refuse_if(why_not_file_appeal(recipient, verdict.assessed_at))
    return _filed(recipient, verdict, Appeal.FiledBy.SCHOOL, actor, ground, message, contact)


def _held(pk: int) -> Recipient:
    """As the person is now, and until the end: who is erased at this moment must not be written about after it."""
    return Recipient.objects.select_for_update(no_key=True).get(pk=pk)


def _filed(
    recipient: Recipient,
    verdict: Assessment | RankLetter,
    filed_as: str,
    actor: Actor,
    ground: str,
    message: str,
    contact: str,
) -> Appeal:
    now: datetime = timezone.now()
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                recipient=recipient,
                criteria=verdict.criteria,
                region=recipient.region,
                is_eligible=verdict.is_eligible,
                points=verdict.points,
                filed_as=filed_as,
                filed_at=now,
                filed_by_id=actor.user_id,
                ground=Appeal.Ground(ground),
                message_sealed=sealing.seal(message),
                contact_sealed=sealing.seal(contact),
                due_on=working_days_after(timezone.localdate(now), settings.APPEAL_DECISION_DAYS),
            )
    except IntegrityError as twice:  # appeal_one_open: somebody filed in this very moment
        raise Refused(appeal_is_open()) from twice
    trail.record("appeal.filed", appeal, actor=actor, filed_as=filed_as, ground=ground)
    return appeal
