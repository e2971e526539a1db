"""Begin a new version of the matching's weights from one that is or was in force."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from donations.models import MatchingWeights
from donations.policies_matching import why_not_draft_weights
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if


@transaction.atomic
def draft_weights(*, source: MatchingWeights, actor: Actor, reason: str = "") -> MatchingWeights:
    """A draft with the values of `source`. A return to an older version is this as well: a new version, never an old one.

    Two at once: the second waits for the first and is refused.
    """
    actor.must(Permission.WEIGHTS_EDIT)
    list(MatchingWeights.objects.select_for_update().order_by("pk").values_list("pk"))
    refuse_if(why_not_draft_weights(source))
    newest = MatchingWeights.objects.aggregate(newest=Max("version"))["newest"] or 0
    draft = MatchingWeights.objects.create(
        version=newest + 1, values=source.values, reason=reason.strip()[:300], drafted_by_id=actor.user_id or 0
    )
    trail.record("weights.drafted", draft, actor=actor, version=draft.version, source=source.version)
    return draft
