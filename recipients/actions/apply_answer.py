"""A person decides that what an office answered becomes facts; a worker does it."""

from __future__ import annotations

from celery import current_app
from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.after_commit import after_commit
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from ksbb.imports.states import IMPORT_MOVES, ImportState
from recipients.exchange import why_not_apply_answer
from recipients.models import CheckAnswer

FINISH_TASK = "recipients.tasks.answer_check"


@transaction.atomic
def apply_answer(*, answer: CheckAnswer, actor: Actor) -> CheckAnswer:
    """REHEARSED → APPLYING by compare-and-swap: of two clicks one counts."""
    actor.must(Permission.CHECK_EXCHANGE)
    refuse_if(why_not_apply_answer(answer))
    move(answer, ImportState.APPLYING, IMPORT_MOVES, applying_at=timezone.now(), applying_by_id=actor.user_id)
    trail.record("check.answer_approved", answer.batch, actor=actor)
    after_commit(current_app.send_task, FINISH_TASK, [str(answer.public_id)])
    return answer
