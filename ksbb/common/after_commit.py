"""What begins when a transaction has been committed: a task for a worker, a file that nobody needs any more.

A failure of it is written to the log and goes no further. What was decided stands, and every such step is also found by the beat
(`sweep`, `resume_…`), so that a broker that is away costs nobody their work.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction


def after_commit(step: Callable[..., object], *arguments: Any) -> None:
    """`step(*arguments)` after the commit; at once where there is no transaction, and never after a rollback."""

    # A function of its own: Django names the one that failed by `__qualname__`, which a `functools.partial` does not have,
    # and would fail itself.
    def begin() -> None:
        step(*arguments)

    begin.__qualname__ = getattr(step, "__qualname__", type(step).__qualname__)
    transaction.on_commit(begin, robust=True)  # noqa: TID251 - this is the one place
