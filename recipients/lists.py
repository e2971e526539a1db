"""The course of a list for an office: asked for, written by a worker part by part, ready. Actions write; this reads and calls.

    export_check_list ─▶ make() ─▶ download_check_list … receive_answer (recipients/answers.py)
              └─▶ cancel_check_list

Each part is one transaction that holds the row. A killed worker leaves the parts that it wrote, and `resume()` goes on after
the last of them; a list that was called off meanwhile gets no further part.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from ksbb.imports.running import LEFT_ALONE
from recipients.actions.fill_check_list import fill_check_list
from recipients.answers import actor_behind
from recipients.models import CheckBatch
from recipients.states import CheckState

logger = logging.getLogger(__name__)


def make(public_id: UUID | str) -> bool:
    """A worker's part: the list to its end; False when another worker has it or there is nothing to do."""
    done = False
    while _one_part(public_id):
        done = True
    return done


def _one_part(public_id: UUID | str) -> bool:
    with translation.override("id"), transaction.atomic():
        waiting = CheckBatch.objects.select_for_update(skip_locked=True)
        batch = waiting.filter(public_id=public_id, state=CheckState.MAKING).first()
        if batch is not None:
            fill_check_list(batch=batch, actor=actor_behind(batch.exported_by_id))
        return batch is not None


def resume() -> int:
    """Go on with lists that a killed worker or a broken broker left; returns how many."""
    left = CheckBatch.objects.filter(state=CheckState.MAKING, updated_at__lt=timezone.now() - LEFT_ALONE)
    touched = 0
    for public_id in left.order_by("pk").values_list("public_id", flat=True):
        try:
            touched += make(public_id)
        except Exception:  # noqa: BLE001 - whatever is wrong with this list, the next one waits too
            logger.exception("list %s could not be continued", public_id)
    return touched
