"""What the tests of lists and answers take as done: a list made, an answer sent back, rehearsed, applied."""

from __future__ import annotations

from datetime import date

from ksbb.authority.actors import Actor
from ksbb.common.spreadsheet_out import csv_bytes
from recipients import answers, lists
from recipients.actions.apply_answer import apply_answer
from recipients.actions.export_check_list import export_check_list
from recipients.actions.receive_answer import receive_answer
from recipients.models import CheckAnswer, CheckBatch, CheckLine, Recipient

GROUND = "31.73"
DAY = date(2026, 10, 1)


def made(*, source: str, region: str, actor: Actor) -> CheckBatch:
    """Asked for, and written by a worker."""
    batch = export_check_list(source=source, region=region, actor=actor)
    assert lists.make(batch.public_id)
    batch.refresh_from_db()
    return batch


def reference_of(batch: CheckBatch, person: Recipient) -> str:
    return CheckLine.objects.get(batch=batch, recipient=person).reference


def sent_back(batch: CheckBatch, told: dict[Recipient, object], actor: Actor, day: str = "") -> CheckAnswer:
    """The office's answer, as a file with the columns of the list, rehearsed."""
    column = {"dukcapil": "Status NIK", "dinsos": "Desil"}[batch.source]
    rows: list[list[object]] = [["Kode", column, "Per tanggal"]]
    rows += [[reference_of(batch, person), word, day] for person, word in told.items()]
    return rehearsed(batch, csv_bytes(rows), actor)


def rehearsed(batch: CheckBatch, data: bytes, actor: Actor) -> CheckAnswer:
    answer = receive_answer(batch=batch, data=data, file_name="jawaban.csv", as_of=DAY, actor=actor)
    assert answers.rehearse(answer.public_id)
    answer.refresh_from_db()
    return answer


def applied(answer: CheckAnswer, actor: Actor) -> CheckBatch:
    apply_answer(answer=answer, actor=actor)
    assert answers.finish(answer.public_id)
    return CheckBatch.objects.get(pk=answer.batch_id)
