"""A validator takes a report, or goes on working on it: nobody else judges it for the next twenty minutes."""

from __future__ import annotations

from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from verification.claims import CLAIM_LASTS, free_or_of
from verification.models import Report
from verification.policies import touched_by, why_not_judge
from verification.states import ReportState


def claim_report(*, report: Report, actor: Actor) -> bool:
    """Whether it is the actor's now; False when somebody else holds it or it is judged. One conditional UPDATE, so that of many
    at once exactly one gets it. Raises Forbidden when the person had a part in the gift or has not told who they are.
    """
    actor.must(Permission.REPORT_VERIFY)
    if actor.user_id is None or not Report.objects.visible_to(actor).filter(pk=report.pk).exists():
        raise Forbidden("outside the own ground")
    if why_not_judge(actor) or touched_by(report, actor.user_id):
        raise Forbidden("four eyes")
    now = timezone.now()
    taken = Report.objects.filter(free_or_of(actor.user_id, now), pk=report.pk, state=ReportState.SUBMITTED)
    if not taken.update(claimed_by_id=actor.user_id, claimed_until=now + CLAIM_LASTS):
        return False
    report.claimed_by_id, report.claimed_until = actor.user_id, now + CLAIM_LASTS
    return True
