"""How the channels of messages are: on or off, at rest, and how far their messages of the last days came. Names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from ksbb.notifications import circuit
from ksbb.notifications.kinds import Channel
from ksbb.notifications.models import Delivery
from ksbb.notifications.reaching import channels_on
from ksbb.notifications.states import DeliveryState

DAYS = 7


@dataclass(frozen=True)
class ChannelRow:
    """`counts`: in the order of the states. `rests_until`: it failed so often that it is not asked before then."""

    channel: Channel
    is_on: bool
    rests_until: datetime | None
    counts: list[tuple[DeliveryState, int]]


def channel_rows() -> list[ChannelRow]:
    """Every channel that is on or was used in the last DAYS days. One statement."""
    since = timezone.now() - timedelta(days=DAYS)
    groups = Delivery.objects.filter(created_at__gte=since).values_list("channel", "state").annotate(count=Count("pk"))
    counted = {(channel, state): count for channel, state, count in groups.order_by()}
    used = {channel for channel, _state in counted}
    on = channels_on() | {Channel.MAIL}
    return [
        ChannelRow(
            channel,
            is_on=channel in on or channel == Channel.PORTAL,
            rests_until=circuit.rests_until(channel) if channel in on else None,
            counts=[(state, counted.get((channel.value, state.value), 0)) for state in DeliveryState],
        )
        for channel in Channel
        if channel in on or channel.value in used
    ]
