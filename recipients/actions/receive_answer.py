"""Take in the file that an office sent back: it is sealed and waits for a worker to read it."""

from __future__ import annotations

from datetime import date

from celery import current_app
from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.after_commit import after_commit
from ksbb.common.refusals import refuse_if
from recipients.exchange import why_not_answer
from recipients.models import CheckAnswer, CheckBatch

REHEARSE_TASK = "recipients.tasks.rehearse_answer"


@transaction.atomic
def receive_answer(*, batch: CheckBatch, data: bytes, file_name: str, as_of: date, actor: Actor) -> CheckAnswer:
    """The new answer, in READ. `as_of` is the day of which the office speaks where a row does not say it."""
    actor.must(Permission.CHECK_EXCHANGE)
    if actor.user_id is None:
        raise ValueError("somebody answers for a file")
    batch = CheckBatch.objects.select_for_update().get(pk=batch.pk)
    refuse_if(why_not_answer(batch))
    answer = CheckAnswer.objects.create(
        batch=batch,
        region=batch.region,
        file_name=file_name[:200],
        sealed_file=sealing.seal_bytes(data),
        as_of=as_of,
        read_at=timezone.now(),
        read_by_id=actor.user_id,
    )
    trail.record("check.answer_read", batch, actor=actor)
    after_commit(current_app.send_task, REHEARSE_TASK, [str(answer.public_id)])
    return answer
