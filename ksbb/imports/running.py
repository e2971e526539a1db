"""The generic course of an import: one worker at a time, rows written in bulk, progress that any page can read.

What a row means is the app's business; here a row is a number, a status, sealed facts and what is wrong with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import psycopg
from celery import current_app
from django.db import connection, models
from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS, Role
from ksbb.common import sealing
from ksbb.common.after_commit import after_commit
from ksbb.common.alone import alone_with
from ksbb.common.copying import copy_rows
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.states import ImportPurpose

# A run that nobody has touched for this long was left by a worker that is gone.
LEFT_ALONE = timedelta(minutes=1)
# After this long it is not bad luck any more.
HOPELESS = timedelta(hours=1)


class Remark(Protocol):
    """One thing wrong or worth knowing in one row: where, a code for programs, a sentence for people."""

    @property
    def column(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...


class Question(Remark, Protocol):
    """What a row leaves open: `field` names what a yes fills in, the value itself waits in the sealed facts."""

    @property
    def field(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one row would do. `facts`, `changes` and `cells` are texts that are sealed at once; "" where there is nothing."""

    number: int
    status: str
    label: str
    facts: str = ""
    problems: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()
    changes: str = ""
    cells: str = ""
    reason: str = ""
    recipient_id: int | None = None
    case_number: int | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one row in earnest; `before` is the text that undoing it needs."""

    number: int
    status: str
    problems: tuple[Remark, ...] = ()
    recipient_id: int | None = None
    case_number: int | None = None
    before: str = field(default="", repr=False)


def alone(run: ImportRun) -> AbstractContextManager[bool]:
    """Whether this worker may work on the run: False when another one does."""
    return alone_with("imports.run", run.pk)


def hand_to_worker(task: str, run: ImportRun) -> None:
    """Start `task` with the run's public id after the commit; when the broker is away, the beat finds the run later."""
    after_commit(current_app.send_task, task, [str(run.public_id)])


_COLUMNS = (
    "run", "number", "status", "label_sealed", "facts_sealed", "problems", "warnings", "questions", "chosen", "reason",
    "recipient_id", "case_number", "changes_sealed", "before_sealed", "cells_sealed",
)  # fmt: skip


def write_rows(run: ImportRun, outcomes: Iterable[Outcome]) -> None:
    """The rows of a chunk, by COPY."""
    # Made before the copying begins: a connection that copies answers no other question, and waits for ever.
    outcomes = list(outcomes)
    copy_rows(
        ImportRow,
        _COLUMNS,
        (
            (
                run.pk,
                o.number,
                o.status,
                _sealed(o.label),
                _sealed(o.facts),
                _listed(as_json(o.problems)),
                _listed(as_json(o.warnings)),
                _listed(questions_as_json(o.questions)),
                False,
                o.reason,
                o.recipient_id,
                o.case_number,
                _sealed(o.changes),
                b"",
                _sealed(o.cells),
            )  # fmt: skip
            for o in outcomes
        ),
    )


def _sealed(text: str) -> bytes:
    """Most of a row is empty; what is empty goes the short way."""
    return sealing.seal(text) if text else b""


def _listed(remarks: list[dict[str, str]]) -> str:
    return json.dumps(remarks) if remarks else "[]"


def as_json(remarks: Iterable[Remark]) -> list[dict[str, str]]:
    """Problems and warnings as a row keeps them."""
    return [{"column": remark.column, "code": remark.code, "message": remark.message} for remark in remarks]


def questions_as_json(questions: Sequence[Question]) -> list[dict[str, str]]:
    """Questions as a row keeps them: without what is offered, which may be a number of a person."""
    return [told | {"field": asked.field} for told, asked in zip(as_json(questions), questions, strict=True)]


def keep_file(run: ImportRun, data: bytes) -> None:
    """The uploaded file, sealed, until it is read. Sent as bytes: as text it would be in memory three times over."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            "UPDATE imports_importrun SET sealed_file = %b WHERE id = %s", [sealing.seal_bytes(data), run.pk]
        )


def file_of(run: ImportRun) -> bytes:
    """The uploaded file, opened; fetched as bytes too."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute("SELECT sealed_file FROM imports_importrun WHERE id = %s", [run.pk], binary=True)
        found = cursor.fetchone()
    return sealing.unseal_bytes(found[0] if found else b"")


def tell_stage(run: ImportRun, stage: str, *, total: int = 0) -> None:
    """A new stage begins, with nothing of it done. Outside any transaction, so that a page sees it at once."""
    now = timezone.now()
    ImportRun.objects.filter(pk=run.pk).update(stage=stage, stage_at=now, rows_done=0, rows_total=total, updated_at=now)


def tell_progress(run: ImportRun, *, done: int, total: int) -> None:
    """Outside any transaction, so that a page sees it at once; `updated_at` says that a worker is alive."""
    ImportRun.objects.filter(pk=run.pk).update(rows_done=done, rows_total=total, updated_at=timezone.now())


def count_rows(run: ImportRun) -> dict[str, int]:
    """status → rows; statuses without a row are 0."""
    found = dict(run.rows.order_by().values_list("status").annotate(count=models.Count("pk")))
    return {status: found.get(status, 0) for status in ImportRow.Status.values}


_CODES = """
SELECT told ->> 'code', count(DISTINCT row.id)
FROM imports_importrow row, jsonb_array_elements(row.problems || row.questions) AS told
WHERE row.run_id = %s AND row.status = %s AND told ->> 'yes' IS NULL
GROUP BY 1 ORDER BY 2 DESC, 1
"""


def codes_of(run: ImportRun, *, status: str) -> list[tuple[str, int]]:
    """(code, rows) of what is wrong or not answered in the rows of this status, the most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(_CODES, [run.pk, status])
        return [(code, count) for code, count in cursor.fetchall()]


def seconds_left(run: ImportRun, now: datetime) -> int | None:
    """By the pace since the stage began; None while nothing can be said."""
    if run.stage_at is None or not run.rows_done or run.rows_total <= run.rows_done:
        return None
    spent = max((now - run.stage_at).total_seconds(), 0.0)
    return round(spent / run.rows_done * (run.rows_total - run.rows_done))


_SETTLE = """
UPDATE imports_importrow row SET
    status = v.status, problems = v.problems::jsonb, recipient_id = coalesce(v.recipient, row.recipient_id),
    case_number = coalesce(v.case_number, row.case_number), before_sealed = v.before
FROM unnest(%s::int[], %s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bytea[])
    AS v(number, status, problems, recipient, case_number, before)
WHERE row.run_id = %s AND row.number = v.number
"""


def settle_rows(run: ImportRun, settled: Sequence[Settled]) -> None:
    """What became of these rows in earnest, in one statement."""
    columns: tuple[list[object], ...] = (
        [s.number for s in settled],
        [s.status for s in settled],
        [json.dumps(as_json(s.problems)) for s in settled],
        [s.recipient_id for s in settled],
        [s.case_number for s in settled],
        [sealing.seal(s.before) for s in settled],
    )
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [*columns, run.pk])


def forget_rows(runs: models.QuerySet[ImportRun]) -> int:
    """What the rows of these runs hold of people is deleted for good; numbers and statuses stay. Returns how many runs."""
    ids = list(runs.filter(wiped_at=None).values_list("pk", flat=True))
    ImportRow.objects.filter(run__in=ids).update(
        label_sealed=b"", facts_sealed=b"", changes_sealed=b"", before_sealed=b"", cells_sealed=b""
    )
    return ImportRun.objects.filter(pk__in=ids).update(wiped_at=timezone.now(), head_sealed=b"")


def left_behind(purpose: ImportPurpose) -> list[ImportRun]:
    """Unfinished runs for `purpose` that no worker has touched for a minute."""
    forgotten = ImportRun.objects.unfinished().light().filter(updated_at__lt=timezone.now() - LEFT_ALONE)
    return list(forgotten.filter(purpose=purpose).order_by("pk"))


def is_hopeless(run: ImportRun) -> bool:
    """Tried for an hour without an end."""
    return (run.applying_at or run.read_at) < timezone.now() - HOPELESS


def actor_behind(run: ImportRun, user_id: int, permission: Permission) -> Actor:
    """The person who decided, in the role that allows it; after the role was taken away the decision is carried out by the
    system in that person's name."""
    roles = [role for role, granted in GRANTS.items() if permission in granted]
    memberships = Membership.objects.active().filter(
        user_id=user_id, organisation_id=run.organisation_id, role__in=roles
    )
    membership = memberships.select_related("organisation", "user").first()
    if membership is not None:
        return actor_of(membership)
    return Actor(user_id=user_id, organisation_id=run.organisation_id, role=Role.SYSTEM)
