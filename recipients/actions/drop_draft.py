"""Throw a draft of the criteria away."""

from __future__ import annotations

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import StaleState
from recipients.criteria_policies import why_not_edit
from recipients.models import CriteriaSet
from recipients.states import CriteriaState


@transaction.atomic
def drop_draft(*, criteria: CriteriaSet, actor: Actor) -> None:
    """The row goes, the trail keeps that it was there. A draft judged nobody, so nothing refers to it."""
    actor.must(Permission.CRITERIA_EDIT)
    refuse_if(why_not_edit(criteria))
    trail.record("criteria.dropped", criteria, actor=actor, kind=criteria.kind, version=criteria.version)
    deleted, _rows = CriteriaSet.objects.filter(pk=criteria.pk, state=CriteriaState.DRAFT).delete()
    if not deleted:
        raise StaleState(f"{criteria._meta.label} {criteria.pk}")
