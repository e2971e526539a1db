"""How gunicorn serves: `gunicorn ksbb.wsgi --config python:ksbb.serving`, beside the options of its command line.

Several processes answer, and one of them is asked for the figures: each counts into files of PROMETHEUS_MULTIPROC_DIR, and whoever
is asked adds them up (prometheus-client, "Multiprocess Mode"). The folder must be there and empty before anybody counts.

A kept connection is kept here for longer than the proxy in front keeps it. If we were the first to close it, as after gunicorn's
own two seconds, a form that is sent in that very moment would be answered with a broken connection instead of a page.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# Seconds; nginx keeps idle connections to us for 60 (upstream `keepalive_timeout`).
keepalive = 75


def _folder() -> Path:
    """The folder, as the environment names it, else a new one of this gunicorn alone."""
    if not os.environ.get(FOLDER):
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="ksbb-metrics-")
    return Path(os.environ[FOLDER])


def on_starting(server: Any) -> None:
    """Counts of an earlier start are not ours: counters begin at nothing, as Prometheus expects of a restart."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        file.unlink(missing_ok=True)


def child_exit(server: Any, worker: Any) -> None:
    """A worker that ended: what it counted stays counted, what it held only while it lived is taken away."""
    from prometheus_client import (
        multiprocess,  # after the environment is set: the library looks at it when it is loaded
    )

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    """A folder that we made goes with us."""
    folder = _folder()
    if folder.name.startswith("ksbb-metrics-"):
        shutil.rmtree(folder, ignore_errors=True)


_folder()
