"""Say it inside the transaction, send it after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from ksbb.common.after_commit import after_commit
from ksbb.common.writing import insert
from ksbb.notifications.models import Message

# So many letters go to the worker in one task.
TOGETHER = 20


@dataclass(frozen=True)
class Letter:
    """What `post` takes, as a value."""

    kind: str
    to: Iterable[int]
    path: str = ""
    once: str = ""
    context: dict[str, str | int] = field(default_factory=dict)


def post(kind: str, *, to: Iterable[int], path: str = "", once: str = "", **context: str | int) -> list[Message]:
    """Put one message of `kind` for each user id of `to` into the outbox; delivery starts after the commit.

    `path` is the page the message leads to. `once` names the event: the same event reaches a person once, however often it
    is posted. `context` must be free of personal data and secrets.
    """
    return post_all([Letter(kind, to, path, once, context)])


def post_all(letters: Sequence[Letter]) -> list[Message]:
    """Several kinds at once, in one statement."""
    if not connection.in_atomic_block:
        raise RuntimeError("post() must share the transaction of the change it announces")
    messages = insert(
        (
            Message(
                kind=letter.kind,
                to_user_id=user,
                path=letter.path,
                context=letter.context,
                once_key=f"{letter.once}:{user}" if letter.once else None,
            )
            for letter in letters
            for user in sorted(set(letter.to))
        ),
        ignore_conflicts=any(letter.once for letter in letters),
    )
    after_commit(_hand_over, [message.public_id.hex for message in messages])
    return messages


def _hand_over(public_ids: list[str]) -> None:
    """Tell the worker; when the broker is away nothing is lost, `sweep()` finds the rows."""
    from ksbb.notifications import tasks  # tasks import the outbox's neighbours; Celery wants them late

    for first in range(0, len(public_ids), TOGETHER):
        tasks.deliver.delay(*public_ids[first : first + TOGETHER])
