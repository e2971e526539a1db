"""What a channel says of one try."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """`ref`: the channel's own number of the message, when it took it. `error`: the kind of failure, never its text.

    `is_final`: this channel will never bring it, another try is useless. `is_unsure`: it may have been taken all the same
    (no answer came); before another try the channel gets time to tell.
    """

    ref: str = ""
    error: str = ""
    is_final: bool = False
    is_unsure: bool = False
