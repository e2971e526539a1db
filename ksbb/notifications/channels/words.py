"""What a channel tells afterwards of a message it took."""

from __future__ import annotations

from dataclasses import dataclass

from ksbb.notifications.states import DeliveryState


@dataclass(frozen=True)
class Word:
    """`ref`: the channel's number of the message; `reference`: ours, as we gave it along; one of them may be missing."""

    state: DeliveryState
    ref: str = ""
    reference: str = ""
    error: str = ""
