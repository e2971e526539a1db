"""The course of an answer file: a worker reads it, a person looks, a worker makes it facts. Actions write; this reads and calls.

    receive_answer ─▶ rehearse() ─▶ a person looks ─▶ apply_answer ─▶ finish()
                          └─▶ refuse_answer             └─▶ refuse_answer

Each part is one transaction that holds the row: a killed worker leaves the state as it was, and `resume()` goes on. A file that
nobody decides about is deleted after some days.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS
from ksbb.common.after_commit import after_commit
from ksbb.common.refusals import Refused, refuse_if
from ksbb.imports.running import HOPELESS, LEFT_ALONE
from ksbb.imports.states import ImportState
from recipients.actions.answer_check import answer_check
from recipients.actions.receive_answer import receive_answer
from recipients.actions.refuse_answer import refuse_answer
from recipients.actions.rehearse_answer import rehearse_answer
from recipients.checking import AS_OF, REFERENCE, layout_of, live_check
from recipients.exchange import subjects, why_not_answer
from recipients.models import CheckAnswer, CheckBatch

logger = logging.getLogger(__name__)

ASK_TASK = "recipients.tasks.ask_office"


def rehearse(public_id: UUID | str) -> bool:
    """A worker's part after a file came; False when another worker has it or there is nothing to do."""
    return _carry_on(public_id, ImportState.READ, rehearse_answer)


def finish(public_id: UUID | str) -> bool:
    """A worker's part after a person's approval; False when another worker has it or there is nothing to do."""
    return _carry_on(public_id, ImportState.APPLYING, answer_check)


def _carry_on(public_id: UUID | str, state: str, act: Callable[..., object]) -> bool:
    with _held(public_id, state) as answer:
        if answer is None:
            return False
        actor = actor_behind(answer.applying_by_id or answer.read_by_id)
        try:
            with transaction.atomic():
                act(answer=answer, actor=actor)
        except Refused as no:
            refuse_answer(answer=answer, actor=actor, reason=no.reason)
        return True


@contextmanager
def _held(public_id: UUID | str, state: str) -> Iterator[CheckAnswer | None]:
    with translation.override("id"), transaction.atomic():
        waiting = CheckAnswer.objects.select_for_update(skip_locked=True, of=("self",)).select_related("batch")
        yield waiting.filter(public_id=public_id, state=state).first()


def actor_behind(user_id: int) -> Actor:
    """The person in the role that allows it; after it was taken away the system acts in that person's name."""
    roles = [role for role, granted in GRANTS.items() if Permission.CHECK_EXCHANGE in granted]
    memberships = Membership.objects.active().filter(user_id=user_id, role__in=roles)
    membership = memberships.select_related("organisation", "user").first()
    return actor_of(membership) if membership else Actor(user_id=user_id, organisation_id=None, role=SYSTEM.role)


def resume() -> int:
    """Go on with what a killed worker left, and delete what nobody decided about; returns how many were touched."""
    now, touched = timezone.now(), 0
    for answer in CheckAnswer.objects.living().light().filter(updated_at__lt=now - LEFT_ALONE).order_by("pk"):
        try:
            touched += _resume(answer)
        except Exception:  # noqa: BLE001 - whatever is wrong with this file, the next one waits too
            logger.exception("answer %s could not be continued", answer.public_id)
    return touched


def _resume(answer: CheckAnswer) -> bool:
    now = timezone.now()
    if answer.state == ImportState.REHEARSED:
        waited = (answer.rehearsed_at or now) < now - timedelta(days=settings.CHECK_ANSWER_KEPT_DAYS)
        text = _(
            "Berkas ini tidak diterapkan dalam %(days)s hari, jadi isinya dihapus. Unggah lagi bila masih diperlukan."
        )
        return waited and _give_up(answer, text % {"days": settings.CHECK_ANSWER_KEPT_DAYS})
    if (answer.applying_at or answer.read_at) < now - HOPELESS:
        return _give_up(answer, _("Berkas ini berulang kali gagal diproses karena gangguan di sistem. Unggah lagi."))
    return rehearse(answer.public_id) if answer.state == ImportState.READ else finish(answer.public_id)


def _give_up(answer: CheckAnswer, reason: str) -> bool:
    with _held(answer.public_id, answer.state) as held:
        if held is not None:
            refuse_answer(answer=held, actor=SYSTEM, reason=reason)
        return held is not None


def ask_soon(batch: CheckBatch, actor: Actor) -> bool:
    """Have a worker ask the source's live connection, so that an office that hangs holds up no page; False without one."""
    if live_check(batch.source) is None:
        return False
    after_commit(current_app.send_task, ASK_TASK, [str(batch.public_id), actor.user_id])
    return True


def ask_live(public_id: UUID | str, user_id: int) -> CheckAnswer | None:
    """The worker's part. What the office says waits as an answer file does: rehearsed, then decided by a person.

    Raises Refused when the office cannot answer or the list does not wait any more.
    """
    batch, actor = CheckBatch.objects.get(public_id=public_id), actor_behind(user_id)
    connection = live_check(batch.source)
    if connection is None:
        return None
    refuse_if(why_not_answer(batch))  # a list that was called off meanwhile must not go out
    layout, out = layout_of(batch.source), io.StringIO()
    writer = csv.writer(out)
    writer.writerow([REFERENCE, layout.answer, AS_OF])
    for told in connection.check(list(subjects(batch, with_numbers=connection.needs_numbers))):
        writer.writerow([told.reference, layout.word_of(told.value), told.as_of or ""])
    data = out.getvalue().encode()
    return receive_answer(batch=batch, data=data, file_name="live.csv", as_of=timezone.localdate(), actor=actor)
