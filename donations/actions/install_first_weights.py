"""Version 1 of the matching's weights, when an installation has none yet."""

from __future__ import annotations

from django.utils import timezone

from donations.matching import Weights
from donations.matching.stored import as_data
from donations.models import MatchingWeights
from donations.states import WeightsState

# Nobody's numbers: the first version came with the programme. They differ, as the database asks of who proposes and who agrees.
_BUILDER, _PUBLISHER = 0, -1


def install_first_weights() -> MatchingWeights:
    """The version in force; version 1, the usual weights, when there is none at all. Two at once make one."""
    in_force = MatchingWeights.objects.filter(state=WeightsState.PUBLISHED).first()
    if in_force is not None:
        return in_force
    now = timezone.now()
    first, _made = MatchingWeights.objects.get_or_create(
        version=1,
        defaults={
            "values": as_data(Weights()),
            "state": WeightsState.PUBLISHED,
            "drafted_by_id": _BUILDER,
            "proposed_at": now,
            "proposed_by_id": _BUILDER,
            "published_at": now,
            "published_by_id": _PUBLISHER,
        },
    )
    return first
