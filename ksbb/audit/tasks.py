"""Thin: each task names the work and calls it."""

from __future__ import annotations

from celery import shared_task

from ksbb.audit import late_reads
from ksbb.audit.seals import seal_all


@shared_task
def write_down_readings() -> int:
    """Of a time in which the portal could only be read; it rests as long as that lasts."""
    return late_reads.write_down()


@shared_task
def seal_trail() -> int:
    return seal_all()
