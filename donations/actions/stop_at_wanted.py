"""A step that met a device on the list of lost and stolen ones did not happen, and the trail says that it was tried."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import transaction

from donations.actions.tell_wanted_met import tell_wanted_met
from donations.wanted import DeviceWanted, Step

Action = TypeVar("Action", bound=Callable[..., Any])


def stop_at_wanted(at: Step) -> Callable[[Action], Action]:
    """For an action that takes `actor`: what it wrote is undone, the attempt is recorded, the refusal goes on.

    The event names the entry of the list, never a number.
    """

    def decorate(action: Action) -> Action:
        @wraps(action)
        def tried(**said: Any) -> Any:
            try:
                return action(**said)
            except DeviceWanted as no:
                with transaction.atomic():
                    tell_wanted_met(entries=no.entries, step=at, actor=said["actor"])
                raise

        return cast(Action, tried)

    return decorate
