"""What the principal has typed so far is kept, also when the rest follows tomorrow."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from schools.models import School
from verification.models import UseAnswer
from verification.policies_use import must_answer, nothing_due
from verification.use_answers import Said, due_rounds


@transaction.atomic
def keep_use_answers(*, school: School, said: Mapping[int, Said], actor: Actor) -> int:
    """`said`: by the key of the device, in every unanswered round that asks for it. Returns how many answers changed.

    Nobody else reads them before they are sent. Raises Refused when nothing is asked any more.
    """
    must_answer(school, actor)
    rounds = list(due_rounds(school).order_by("pk").select_for_update(of=("self",), no_key=True))
    if not rounds:
        raise Refused(nothing_due())
    changed, now = [], timezone.now()
    for answer in UseAnswer.objects.filter(round__in=rounds, device__in=said):
        told = said[answer.device_id]
        if (answer.says, answer.note, answer.more) != (told.says, told.note, told.more):
            answer.says, answer.note, answer.more, answer.updated_at = told.says, told.note, told.more, now
            changed.append(answer)
    UseAnswer.objects.bulk_update(changed, ["says", "note", "more", "updated_at"], batch_size=500)
    return len(changed)
