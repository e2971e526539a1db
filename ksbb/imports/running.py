"""The generic course of an import: one worker at a time, rows written in bulk, progress that any page can read.

What a row means is the app's business; here a row is a number, a status, sealed facts and what is wrong with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS, Role
from ksbb.common import sealing
from ksbb.imports.models import ImportRow, ImportRun

# A run that nobody has touched for this long was left by a worker that is gone.
LEFT_ALONE = timedelta(minutes=1)
# After this long it is not bad luck any more.
HOPELESS = timedelta(hours=1)
_LOCKS = 0x6B736262  # a family of advisory locks of our own


class Remark(Protocol):
    """One thing wrong or worth knowing in one row: where, a code for programs, a sentence for people."""

    @property
    def column(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one row would do. `facts` is text that is sealed at once; rows that change nothing need none."""

    number: int
    status: str
    label: str
    facts: str = ""
    problems: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()


@contextmanager
def alone(run: ImportRun) -> Iterator[bool]:
    """Whether this worker may work on the run: False when another one does. The lock dies with the worker's connection."""
    key = [_LOCKS - 2**31, run.pk % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        held = bool((cursor.fetchone() or [False])[0])
    try:
        yield held
    finally:
        if held and connection.connection and not connection.connection.closed:
            _release(key)


def _release(key: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def hand_to_worker(task: str, run: ImportRun) -> None:
    """Start `task` with the run's public id after the commit; when the broker is away, the beat finds the run later."""
    send = partial(current_app.send_task, task, [str(run.public_id)])
    transaction.on_commit(send, robust=True)


def write_rows(run: ImportRun, outcomes: Iterable[Outcome]) -> None:
    """The rows of a chunk, in one statement."""
    ImportRow.objects.bulk_create(
        ImportRow(
            run=run,
            number=outcome.number,
            status=outcome.status,
            label_sealed=sealing.seal(outcome.label),
            facts_sealed=sealing.seal(outcome.facts),
            problems=as_json(outcome.problems),
            warnings=as_json(outcome.warnings),
        )
        for outcome in outcomes
    )


def as_json(remarks: Iterable[Remark]) -> list[dict[str, str]]:
    """Problems and warnings as a row keeps them."""
    return [{"column": remark.column, "code": remark.code, "message": remark.message} for remark in remarks]


def tell_progress(run: ImportRun, *, done: int, total: int) -> None:
    """Outside any transaction, so that a page sees it at once; `updated_at` says that a worker is alive."""
    ImportRun.objects.filter(pk=run.pk).update(rows_done=done, rows_total=total, updated_at=timezone.now())


def count_rows(run: ImportRun) -> dict[str, int]:
    """status → rows; statuses without a row are 0."""
    found = Counter(run.rows.values_list("status", flat=True))
    return {status: found[status] for status in ImportRow.Status.values}


def set_statuses(run: ImportRun, rows: Mapping[int, tuple[str, list[dict[str, str]]]]) -> None:
    """Row number → (status, problems): what became of these rows in earnest."""
    told = run.rows.filter(number__in=list(rows)).defer("facts_sealed", "label_sealed", "warnings")
    changed = [row for row in told if (row.status, row.problems) != rows[row.number]]
    for row in changed:
        row.status, row.problems = rows[row.number]
    ImportRow.objects.bulk_update(changed, ["status", "problems"], batch_size=500)


def left_behind() -> list[ImportRun]:
    """Unfinished runs that no worker has touched for a minute."""
    return list(
        ImportRun.objects.unfinished().light().filter(updated_at__lt=timezone.now() - LEFT_ALONE).order_by("pk")
    )


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
