"""Version 1, when an installation has none yet."""

from __future__ import annotations

from django.db import transaction

from ksbb.authority.actors import SYSTEM
from recipients.actions.propose_criteria import propose_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.first_criteria import STUDENT, TEACHER
from recipients.models import CriteriaSet, RecipientKind


@transaction.atomic
def install_first_criteria() -> list[CriteriaSet]:
    """Publish version 1 for each kind that has no version at all; returns what was published."""
    installed = []
    for kind, clauses in ((RecipientKind.STUDENT, STUDENT), (RecipientKind.TEACHER, TEACHER)):
        if CriteriaSet.objects.filter(kind=kind).exists():
            continue
        criteria = CriteriaSet.objects.create(kind=kind, version=1, clauses=clauses)
        propose_criteria(criteria=criteria, actor=SYSTEM)
        installed.append(publish_criteria(criteria=criteria, actor=SYSTEM))
    return installed
