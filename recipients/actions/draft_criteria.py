"""Begin a new version of the criteria from one that is or was in force."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from recipients.criteria_policies import why_not_draft
from recipients.models import CriteriaSet


@transaction.atomic
def draft_criteria(*, source: CriteriaSet, actor: Actor, note: str = "") -> CriteriaSet:
    """A draft with the clauses of `source`. A return to an older version is this as well: a new version, never an old one.

    Two at once: the second waits for the first and is refused.
    """
    actor.must(Permission.CRITERIA_EDIT)
    versions = CriteriaSet.objects.filter(kind=source.kind)
    list(versions.select_for_update().order_by("pk").values_list("pk"))
    refuse_if(why_not_draft(source))
    newest = versions.aggregate(newest=Max("version"))["newest"] or 0
    draft = CriteriaSet.objects.create(kind=source.kind, version=newest + 1, clauses=source.clauses, note=note.strip())
    trail.record("criteria.drafted", draft, actor=actor, kind=draft.kind, version=draft.version, source=source.version)
    return draft
