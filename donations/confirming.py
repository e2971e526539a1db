"""The code of a handover: how it is kept, and how far it has come. Reading only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from donations.models import Handover, HandoverCode
from donations.states import HandoverState
from ksbb.common.sealing import digest

DIGITS = 6


def clean_digits(typed: str) -> str:
    """The six digits, however they were typed; "" for anything else."""
    digits = "".join(typed.split())
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdigit() else ""


def code_digest(handover: Handover, digits: str) -> bytes:
    """Keyed, and bound to this handover: the same digits open no other one."""
    return digest("handover_code", f"{handover.public_id}:{digits}")


@dataclass(frozen=True)
class Door:
    """What the giver's screen shows: whether the devices were received, and the code that waits to be entered, if any."""

    received: bool
    opened: bool
    until: datetime | None
    tries_left: int

    @property
    def waits(self) -> bool:
        return not self.received and self.until is not None


def door_of(handover: Handover) -> Door:
    """One query."""
    received = handover.state in (HandoverState.DONE, HandoverState.REPORTED)
    last = HandoverCode.objects.filter(handover=handover).order_by("-id").first()
    live = (
        last is not None
        and last.used_at is None
        and last.ended_at is None
        and last.tries_left > 0
        and last.expires_at > timezone.now()
    )
    return Door(
        received=received,
        opened=last is not None,
        until=last.expires_at if last is not None and live else None,
        tries_left=last.tries_left if last is not None else 0,
    )
