"""An officer says: I go there."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import StaleState
from verification.models import Visit
from verification.policies_samples import has_part, took_part_in, why_not_visit
from verification.states import VisitState


@transaction.atomic
def take_visit(*, visit: Visit, actor: Actor) -> Visit:
    """Of two at once the first has it, the other gets StaleState. Raises Forbidden when the person had a part in the gift."""
    actor.must(Permission.VISIT_MAKE)
    if took_part_in(visit.report, actor.user_id):
        raise Forbidden(has_part())
    refuse_if(why_not_visit(visit, actor))
    as_read = Visit.objects.filter(pk=visit.pk, state=VisitState.PLANNED, taken_by_id=visit.taken_by_id)
    if not as_read.update(taken_by_id=actor.user_id, updated_at=timezone.now()):
        raise StaleState(f"visit {visit.pk}")
    visit.taken_by_id = actor.user_id
    trail.record("visit.taken", visit, actor=actor)
    return visit
