"""The second pair of eyes says not yet: proposed weights become a draft again."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from donations.models import MatchingWeights
from donations.policies_matching import why_not_send_back_weights
from donations.states import WEIGHTS_MOVES, WeightsState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox


@transaction.atomic
def send_back_weights(*, weights: MatchingWeights, actor: Actor, reason: str) -> MatchingWeights:
    """PROPOSED → DRAFT with a reason that the trail keeps: by who proposed it as well. Who proposed is told."""
    actor.must(Permission.WEIGHTS_EDIT)
    refuse_if(why_not_send_back_weights(weights))
    if not reason.strip():
        raise Refused(_("Tuliskan alasannya, supaya penyusunnya tahu apa yang harus diubah."))
    proposer, asked_at = weights.proposed_by_id, weights.proposed_at
    move(weights, WeightsState.DRAFT, WEIGHTS_MOVES, proposed_at=None, proposed_by_id=None)
    trail.record("weights.sent_back", weights, actor=actor, version=weights.version, reason=reason.strip()[:300])
    outbox.post(
        "donations/weights_sent_back",
        to=[proposer] if proposer and proposer != actor.user_id else [],
        path=reverse("donations:weights_detail", args=[weights.public_id]),
        once=f"weights_sent_back:{weights.pk}:{asked_at}",
        version=weights.version,
    )
    return weights
