"""A photo is looked at in full by somebody from outside the school: an act that stays on the trail."""

from __future__ import annotations

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from verification.models import Evidence


@transaction.atomic
def open_evidence(*, evidence: Evidence, actor: Actor) -> Evidence:
    """The caller has found it with `visible_to`. The school's own looks are its own affair."""
    if actor.organisation_id != evidence.report.handover.school.organisation_id:
        trail.record("evidence.opened", evidence, actor=actor)
    return evidence
