"""Waiting for something that another process does."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from django.db import connection

PATIENCE = float(os.environ.get("KSBB_PATIENCE", "60"))


def wait_until(true: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Until it is so, `patience` seconds at most; the message says what did not happen."""
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.1)


def database_url() -> str:
    """Where this test's own connection leads, for a process that works beside it."""
    at = connection.settings_dict
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
