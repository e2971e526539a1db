"""Hand a draft of the criteria to the second pair of eyes."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.acting import everybody_who_may
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import move
from ksbb.notifications import outbox
from recipients.criteria import parse
from recipients.models import CriteriaSet
from recipients.states import CRITERIA_MOVES, CriteriaState


@transaction.atomic
def propose_criteria(*, criteria: CriteriaSet, actor: Actor) -> CriteriaSet:
    """Raises BadCriteria when a clause is outside the allow-list. The other coordinators are told that one of them is needed."""
    actor.must(Permission.CRITERIA_EDIT)
    parse(criteria.clauses)
    proposed_at = timezone.now()
    move(criteria, CriteriaState.PROPOSED, CRITERIA_MOVES, proposed_at=proposed_at, proposed_by_id=actor.user_id)
    trail.record("criteria.proposed", criteria, actor=actor, kind=criteria.kind, version=criteria.version)
    outbox.post(
        "recipients/criteria_proposed",
        to=[user for user in everybody_who_may(Permission.CRITERIA_EDIT) if user != actor.user_id],
        path=reverse("recipients:criteria_detail", args=[criteria.public_id]),
        once=f"criteria_proposed:{criteria.pk}:{proposed_at.isoformat()}",
        version=criteria.version,
    )
    return criteria
