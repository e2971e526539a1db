"""Thin: each task names the work and calls it."""

from __future__ import annotations

from celery import shared_task

from recipients import imports
from recipients.actions.fold_tallies import fold_tallies


@shared_task
def rehearse_import(public_id: str) -> None:
    imports.rehearse(public_id)


@shared_task
def finish_import(public_id: str) -> None:
    imports.finish(public_id)


@shared_task
def resume_imports() -> int:
    """What a kill or a broken broker left is done now."""
    return imports.resume()


@shared_task
def fold() -> int:
    """The log of changed needs becomes counts, so that readers add up little."""
    return fold_tallies()
