"""Change a draft of the matching's weights."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from donations.matching import Weights
from donations.matching.stored import as_data
from donations.models import MatchingWeights
from donations.policies_matching import why_not_edit_weights
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import StaleState


@transaction.atomic
def edit_weights(
    *, weights: MatchingWeights, values: Weights, reason: str, seen: datetime, actor: Actor
) -> MatchingWeights:
    """`seen` is the `updated_at` of the draft that the writer looked at; raises StaleState when it is another one by now."""
    actor.must(Permission.WEIGHTS_EDIT)
    draft = MatchingWeights.objects.select_for_update().get(pk=weights.pk)
    refuse_if(why_not_edit_weights(draft))
    if draft.updated_at != seen:
        raise StaleState(f"weights {draft.pk}")
    draft.values, draft.reason = as_data(values), reason.strip()[:300]
    draft.save(update_fields=["values", "reason", "updated_at"])
    trail.record("weights.edited", draft, actor=actor, version=draft.version)
    return draft
