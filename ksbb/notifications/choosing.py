"""By which channel a message goes. Pure: what a person chose and where they can be reached in, the ways in their order out."""

from __future__ import annotations

from dataclasses import dataclass

from ksbb.notifications.kinds import DIGESTS, FIXED, NECESSARY, Channel, Group, Way

# After the channel that was chosen; a browser or a telephone number only where the person agreed to it.
THEN = (Channel.MAIL, Channel.PUSH, Channel.WHATSAPP, Channel.SMS)


@dataclass(frozen=True)
class Reach:
    """Where a person can be reached now: the channel is on, the number was confirmed, the address takes letters."""

    channels: frozenset[Channel]
    mail_refused: bool = False


def holds(group: Group, way: Way) -> bool:
    """Whether the message waits for a digest."""
    return way in DIGESTS and group not in NECESSARY


def order(group: Group, way: Way, reach: Reach) -> tuple[Channel, ...]:
    """The channels to try, one after the other; PORTAL alone: it waits there and goes nowhere.

    Letters of the sign-in go by mail whatever happened to the address: the person asks for them and waits. Any other letter stops
    when the address sent one back. Whoever chose the portal for a group gets it nowhere else.
    """
    if group == FIXED:
        return (Channel.MAIL,)
    if way == Way.PORTAL and group not in NECESSARY:
        return (Channel.PORTAL,)
    first = Channel.MAIL if way in (*DIGESTS, Way.PORTAL) else Channel(way)
    there = reach.channels | (frozenset() if reach.mail_refused else frozenset({Channel.MAIL}))
    ways = tuple(dict.fromkeys(channel for channel in (first, *THEN) if channel in there))
    return ways or (Channel.PORTAL,)


def next_of(ways: tuple[Channel, ...], tried: frozenset[str]) -> Channel | None:
    """The first that was not tried yet; None when all were."""
    return next((channel for channel in ways if channel not in tried), None)
