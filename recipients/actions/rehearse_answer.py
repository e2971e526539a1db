"""Say what an answer would do, before any of it is a fact."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.states import move
from ksbb.imports.states import IMPORT_MOVES, ImportState
from recipients.checking import AnswerFile, layout_of
from recipients.exchange import subjects
from recipients.models import CheckAnswer


@transaction.atomic
def rehearse_answer(*, answer: CheckAnswer, actor: Actor) -> CheckAnswer:
    """READ → REHEARSED with counts and the first troubles. The file stays sealed until it is applied or refused.

    Raises SheetRefused for a file that is none of ours. The caller holds the row.
    """
    actor.must(Permission.CHECK_EXCHANGE)
    source = opened(answer)
    values = Counter(told.value for told in source.check(list(subjects(answer.batch, with_numbers=False))))
    counts: dict[str, object] = {
        name: getattr(source, name) for name in ("rows", "matched", "unknown", "repeated", "unreadable", "empty")
    }
    counts["silent"] = answer.batch.people - source.matched
    troubles = [{"number": t.number, "code": t.code, "message": t.message} for t in source.troubles]
    move(
        answer,
        ImportState.REHEARSED,
        IMPORT_MOVES,
        rehearsed_at=timezone.now(),
        counts=counts | {"values": dict(values)},
        troubles=troubles,
    )
    trail.record("check.answer_rehearsed", answer.batch, actor=actor, matched=source.matched)
    return answer


def opened(answer: CheckAnswer) -> AnswerFile:
    """The sealed file as a source of answers."""
    data = sealing.unseal_bytes(answer.sealed_file)
    day = timezone.localdate(answer.read_at)
    return AnswerFile(data, layout_of(answer.batch.source), today=day, file_name=answer.file_name)
