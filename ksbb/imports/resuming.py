"""What a killed worker left is gone on with, or given up and told: the same for whatever a file is about."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from ksbb.authority.actors import SYSTEM, Actor
from ksbb.imports.models import ImportRun
from ksbb.imports.running import alone, is_hopeless, left_behind
from ksbb.imports.states import ImportPurpose, ImportState

logger = logging.getLogger(__name__)

Step = Callable[[UUID | str], bool]


class Refuse(Protocol):
    """The app's action that ends a run without applying it, with a sentence for who uploaded."""

    def __call__(self, *, run: ImportRun, actor: Actor, reason: str) -> object: ...


def resume_runs(purpose: ImportPurpose, *, rehearse: Step, finish: Step, refuse: Refuse) -> int:
    """Go on with what a killed worker left; returns how many runs came to an end. One bad run does not stop the others."""
    ended = 0
    for run in left_behind(purpose):
        try:
            if is_hopeless(run):
                ended += _give_up(run, refuse)
            else:
                ended += rehearse(run.public_id) if run.state == ImportState.READ else finish(run.public_id)
        except Exception:  # noqa: BLE001 - whatever is wrong with this file, the next one waits too
            logger.exception("import %s (%s) could not be continued", run.public_id, purpose.value)
    return ended


def _give_up(run: ImportRun, refuse: Refuse) -> bool:
    with alone(run) as mine, translation.override("id"):
        if not mine:
            return False
        text = _(
            "Berkas ini berulang kali gagal diproses karena gangguan di sistem. Unggah lagi; bila terulang, laporkan."
        )
        refuse(run=run, actor=SYSTEM, reason=text)
        return True
