"""What begins after a commit begins then, never after a rollback, and fails alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from ksbb.common.after_commit import after_commit

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]


def breaks() -> None:
    raise ConnectionError("the broker is away")


def test_a_step_that_fails_fails_neither_what_was_committed_nor_the_next_step(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    done: list[int] = []
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        after_commit(breaks)
        after_commit(done.append, 1)
        assert done == [], "not before the commit"
    assert done == [1]


def test_nothing_begins_after_a_rollback(django_capture_on_commit_callbacks: Capture) -> None:
    done: list[int] = []
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        after_commit(done.append, 1)
        transaction.set_rollback(True)
    assert done == []
