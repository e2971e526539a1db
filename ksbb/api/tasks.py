"""Thin: the task names the work and calls it."""

from __future__ import annotations

from celery import shared_task

from ksbb.api.actions.forget_answers import forget_answers


@shared_task
def forget_kept_answers() -> int:
    """How many were over."""
    return forget_answers()
