"""Thin: each task names the work and calls it."""

from __future__ import annotations

from celery import shared_task

from ksbb.operation import gauges
from ksbb.operation.actions.keep_schedule import keep_schedule
from ksbb.operation.actions.watch_over import watch_over


@shared_task
def watch() -> None:
    watch_over(gauges.gather())


@shared_task
def run_due_checkups() -> int:
    return len(keep_schedule())
