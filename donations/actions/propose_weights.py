"""Hand a draft of the matching's weights to the second pair of eyes."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.matching.stored import weights_from
from donations.models import MatchingWeights
from donations.policies_matching import why_not_propose_weights
from donations.states import WEIGHTS_MOVES, WeightsState
from ksbb.accounts.acting import everybody_who_may
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox


@transaction.atomic
def propose_weights(*, weights: MatchingWeights, actor: Actor) -> MatchingWeights:
    """Raises BadWeights when the values are none. The other coordinators are told that one of them is needed."""
    actor.must(Permission.WEIGHTS_EDIT)
    refuse_if(why_not_propose_weights(weights))
    weights_from(weights.values)
    proposed_at = timezone.now()
    move(
        weights, WeightsState.PROPOSED, WEIGHTS_MOVES, proposed_at=proposed_at, proposed_by_id=actor.user_id or 0
    )  # fmt: skip
    trail.record("weights.proposed", weights, actor=actor, version=weights.version)
    outbox.post(
        "donations/weights_proposed",
        to=[user for user in everybody_who_may(Permission.WEIGHTS_EDIT) if user != actor.user_id],
        path=reverse("donations:weights_detail", args=[weights.public_id]),
        once=f"weights_proposed:{weights.pk}:{proposed_at.isoformat()}",
        version=weights.version,
    )
    return weights
