"""Hand a draft of the criteria to the second pair of eyes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import move
from recipients.criteria import parse
from recipients.models import CriteriaSet
from recipients.states import CRITERIA_MOVES, CriteriaState


@transaction.atomic
def propose_criteria(*, criteria: CriteriaSet, actor: Actor) -> CriteriaSet:
    """Raises BadCriteria when a clause is outside the allow-list."""
    actor.must(Permission.CRITERIA_EDIT)
    parse(criteria.clauses)
    move(criteria, CriteriaState.PROPOSED, CRITERIA_MOVES, proposed_at=timezone.now(), proposed_by_id=actor.user_id)
    trail.record("criteria.proposed", criteria, actor=actor, kind=criteria.kind, version=criteria.version)
    return criteria
