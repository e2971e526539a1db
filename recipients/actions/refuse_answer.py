"""An answer that does not become facts: the file cannot be read, or a person decides against it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import move
from ksbb.imports.states import IMPORT_MOVES, ImportState
from recipients.models import CheckAnswer


@transaction.atomic
def refuse_answer(*, answer: CheckAnswer, actor: Actor, reason: str = "") -> CheckAnswer:
    """The file is deleted; the list waits for another one."""
    actor.must(Permission.CHECK_EXCHANGE)
    move(answer, ImportState.REFUSED, IMPORT_MOVES, refused_at=timezone.now(), refusal=reason[:500], sealed_file=b"")
    trail.record("check.answer_refused", answer.batch, actor=actor)
    return answer
