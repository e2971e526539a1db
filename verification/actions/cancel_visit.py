"""The coordinator calls a visit off, with the reason."""

from __future__ import annotations

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from verification.models import Visit
from verification.policies_samples import why_not_cancel_visit
from verification.states import VISIT_MOVES, VisitState


@transaction.atomic
def cancel_visit(*, visit: Visit, reason: str, actor: Actor) -> Visit:
    """PLANNED → CANCELLED; it stays on record, and no other report takes its place in the draw. Raises StaleState when somebody
    recorded it in this very moment."""
    actor.must(Permission.SAMPLE_DRAW)
    refuse_if(why_not_cancel_visit(visit, reason))
    move(visit, VisitState.CANCELLED, VISIT_MOVES, cancelled_reason=reason.strip()[:300])
    trail.record("visit.cancelled", visit, actor=actor)
    return visit
