"""Write the rules of a draft, the whole list at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import StaleState
from recipients.criteria import parse
from recipients.criteria_policies import why_not_edit
from recipients.models import CriteriaSet
from recipients.states import CriteriaState


@transaction.atomic
def edit_criteria(
    *,
    criteria: CriteriaSet,
    clauses: Sequence[Mapping[str, Any]],
    seen: datetime,
    actor: Actor,
    note: str | None = None,
) -> CriteriaSet:
    """`seen` is the `updated_at` of the draft that the writer looked at: whoever writes on an older one gets StaleState.

    Raises BadCriteria for a clause outside the allow-list; nothing is written then.
    """
    actor.must(Permission.CRITERIA_EDIT)
    refuse_if(why_not_edit(criteria))
    parse(clauses)
    changed = {"clauses": list(clauses), "updated_at": timezone.now()}
    if note is not None:
        changed["note"] = note.strip()
    rows = CriteriaSet.objects.filter(pk=criteria.pk, state=CriteriaState.DRAFT, updated_at=seen)
    if rows.update(**changed) != 1:
        raise StaleState(f"{criteria._meta.label} {criteria.pk}")
    criteria.refresh_from_db()
    trail.record(
        "criteria.edited",
        criteria,
        actor=actor,
        kind=criteria.kind,
        version=criteria.version,
        clauses=len(criteria.clauses),
    )
    return criteria
