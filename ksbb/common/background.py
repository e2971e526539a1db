"""What every task in the background shares: it rests while the portal is not open.

A task that does not run is not lost: what it would have done stands in a table, and the beat asks for it again
(`sweep`, `resume_…`).
"""

from __future__ import annotations

import logging
from typing import Any

from celery import Task

from ksbb.common import modes
from ksbb.common.measuring import measured_task

logger = logging.getLogger(__name__)


class RestingTask(Task):
    """`rests = False` on a task that writes nothing: the worker's pulse."""

    rests = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.rests and not modes.is_open():
            logger.info("%s rests: the portal is %s", self.name, modes.current().value)
            return None
        with measured_task(self.name):
            return super().__call__(*args, **kwargs)
