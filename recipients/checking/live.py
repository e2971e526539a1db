"""A live connection to an office, once there is one: a class named in the settings, and nothing else to change."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from recipients.checking.answers import LiveCheck


def live_check(source: str) -> LiveCheck | None:
    """The source's live connection (`LIVE_CHECKS` in the settings: source → dotted path of a class), or None."""
    path = settings.LIVE_CHECKS.get(source, "")
    if not path:
        return None
    connection: LiveCheck = import_string(path)()
    return connection
