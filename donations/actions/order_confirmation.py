"""A person agrees to so many lines that a page cannot wait for them; a worker applies them in that person's name."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from donations.matching_work import hand_over_confirmation
from donations.models import MatchingRun
from donations.policies_matching import only_own_ground, why_not_confirm
from donations.states import MatchingState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if


@transaction.atomic
def order_confirmation(*, run: MatchingRun, actor: Actor, chosen: Collection[int]) -> MatchingRun:
    """Until the worker is done nothing else may be done with the run. Ordered twice it is applied once."""
    actor.must(Permission.MATCHING_RUN)
    only_own_ground(run, actor)
    found = MatchingRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if found.state == MatchingState.CONFIRMED or found.is_applying:
        return found
    refuse_if(why_not_confirm(found, len(chosen)))
    order = {"membership": actor.membership_id, "lines": sorted(chosen), "at": timezone.now().isoformat()}
    found.options = found.options | {"order": order}
    found.save(update_fields=["options", "updated_at"])
    trail.record("matching.ordered", found, actor=actor, lines=len(chosen))
    hand_over_confirmation(found)
    return found
