"""Say it inside the transaction, send it after."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import connection, transaction

from ksbb.notifications.models import Message


def post(kind: str, *, to: Iterable[int], path: str = "", once: str = "", **context: str | int) -> list[Message]:
    """Put one message of `kind` for each user id of `to` into the outbox; delivery starts after the commit.

    `path` is the page the message leads to. `once` names the event: the same event reaches a person once, however often it
    is posted. `context` must be free of personal data and secrets.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("post() must share the transaction of the change it announces")
    messages = Message.objects.bulk_create(
        [
            Message(kind=kind, to_user_id=user, path=path, context=context, once_key=f"{once}:{user}" if once else None)
            for user in sorted(set(to))
        ],
        ignore_conflicts=bool(once),
    )
    transaction.on_commit(partial(_hand_over, [message.public_id.hex for message in messages]), robust=True)
    return messages


def _hand_over(public_ids: list[str]) -> None:
    """Tell the worker; when the broker is away nothing is lost, `sweep()` finds the rows."""
    from ksbb.notifications import tasks  # tasks import the outbox's neighbours; Celery wants them late

    for public_id in public_ids:
        tasks.deliver.delay(public_id)
