"""How an action says no, in words a person can act on."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class Refused(Exception):
    """The step is not possible now; `reason` says what is wrong and what to do next, in Indonesian."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Forbidden(PermissionDenied):
    """The actor sees the thing but may not do this (403)."""


def refuse_if(reason: str | None) -> None:
    """Raise Refused when a `why_not_…()` gave a reason."""
    if reason:
        raise Refused(reason)
