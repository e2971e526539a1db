"""Print the letter "why this rank": for one person, a class or a school at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from recipients.codes import digest_of, new_code
from recipients.documents import letters_pdf
from recipients.models import Assessment, RankLetter, Recipient
from recipients.papers import letters_of
from recipients.rank_policies import why_not_issue_letter, why_not_issue_letters


@transaction.atomic
def issue_rank_letter(*, recipients: Sequence[Recipient], actor: Actor) -> bytes:
    """The letters of these people of the own school as one PDF, in the given order.

    Each letter has a code that opens the appeal form without an account. It stands on the paper and nowhere else: we keep
    its keyed hash, and who prints again gives a second code. Raises Refused when somebody has no verdict in force.
    """
    actor.must(Permission.APPEAL_FILE)
    ids = [recipient.pk for recipient in recipients]
    found = {r.pk: r for r in Recipient.objects.visible_to(actor).filter(pk__in=ids).select_related("school")}
    people = [found[pk] for pk in ids if pk in found]
    refuse_if(why_not_issue_letters(len(people)))
    verdicts = {
        verdict.recipient_id: verdict
        for verdict in Assessment.objects.newest().filter(recipient__in=people).select_related("criteria")
    }
    for recipient in people:
        refuse_if(why_not_issue_letter(recipient, verdicts.get(recipient.pk)))
    codes = {recipient.pk: new_code() for recipient in people}
    now = timezone.now()
    RankLetter.objects.bulk_create(
        [_letter(recipient, verdicts[recipient.pk], codes[recipient.pk], now, actor) for recipient in people]
    )
    trail.record_many("letter.issued", people, actor=actor)
    # A paper is in Indonesian, whatever language the person at the screen has chosen.
    with translation.override("id"):
        return letters_pdf(letters_of(people, verdicts, codes))


def _letter(recipient: Recipient, verdict: Assessment, code: str, now: datetime, actor: Actor) -> RankLetter:
    return RankLetter(
        recipient=recipient,
        criteria=verdict.criteria,
        region=recipient.region,
        code_digest=digest_of(code),
        is_eligible=verdict.is_eligible,
        points=verdict.points,
        issued_at=now,
        issued_by_id=actor.user_id,
    )
