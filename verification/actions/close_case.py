"""How a case ended: founded or not, with the finding."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.states import move
from verification.actions.open_case import tell_watchers
from verification.models import IntegrityCase
from verification.policies_samples import why_not_close_case
from verification.states import CASE_MOVES, CaseState


@transaction.atomic
def close_case(*, case: IntegrityCase, founded: bool, finding: str, actor: Actor) -> IntegrityCase:
    """By somebody else than the one who opened it, and by nobody who had a part in the report (Q24). Of two at once one gets
    StaleState. What follows for school, giver or validator is decided by people, not here."""
    actor.must(Permission.CASE_CLOSE)
    refuse_if(why_not_close_case(case, actor))
    if not finding.strip():
        raise Refused(_("Tuliskan apa yang diperiksa dan apa hasilnya."))
    to = CaseState.FOUNDED if founded else CaseState.UNFOUNDED
    stamps = {"finding": finding.strip(), "closed_at": timezone.now(), "closed_by_id": actor.user_id or 0}
    move(case, to, CASE_MOVES, **stamps)
    trail.record(f"integrity.{to}", case, actor=actor)
    tell_watchers(case, "closed")
    return case
