"""The second pair of eyes agrees: from now on the matching counts with this version."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.matching.stored import weights_from
from donations.models import MatchingWeights
from donations.policies_matching import why_not_publish_weights
from donations.states import WEIGHTS_MOVES, WeightsState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move, move_all


@transaction.atomic
def publish_weights(*, weights: MatchingWeights, actor: Actor) -> MatchingWeights:
    """Runs that were calculated keep the version they were made with. Raises Refused, BadWeights, StaleState."""
    actor.must(Permission.WEIGHTS_EDIT)
    # One at a time: only one version is in force.
    list(MatchingWeights.objects.select_for_update().order_by("pk").values_list("pk"))
    refuse_if(why_not_publish_weights(weights, actor))
    weights_from(weights.values)
    now = timezone.now()
    in_force = MatchingWeights.objects.filter(state=WeightsState.PUBLISHED)
    move_all(in_force, [WeightsState.PUBLISHED], WeightsState.RETIRED, WEIGHTS_MOVES, retired_at=now)
    move(weights, WeightsState.PUBLISHED, WEIGHTS_MOVES, published_at=now, published_by_id=actor.user_id or 0)
    trail.record("weights.published", weights, actor=actor, version=weights.version)
    return weights
