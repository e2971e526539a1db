"""The next report that nobody works on: the riskiest, and among equals the one that waits longest."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from verification.claims import CLAIM_LASTS, free_or_of
from verification.models import Report
from verification.models.report import ReportQuerySet
from verification.policies import why_not_judge
from verification.queue import BY_RISK, behind, queue_of


@transaction.atomic
def claim_next(*, actor: Actor, after: Report | None = None) -> Report | None:
    """It is the actor's from now on; None when nothing is free. `after`: the report just judged or passed over; what follows it in
    the queue comes first and only then what stands before it, so that whoever passes over two does not get the first again.

    What others are taking right now is skipped, so that ten validators who ask at once get ten reports.
    """
    actor.must(Permission.REPORT_VERIFY)
    refuse_if(why_not_judge(actor))
    if actor.user_id is None:
        raise Forbidden("nobody's desk")
    now = timezone.now()
    free = queue_of(actor).filter(free_or_of(actor.user_id, now))
    report = _first(free) if after is None else _first(behind(free, after)) or _first(free.exclude(pk=after.pk))
    if report is not None:
        report.claimed_by_id, report.claimed_until = actor.user_id, now + CLAIM_LASTS
        Report.objects.filter(pk=report.pk).update(claimed_by_id=actor.user_id, claimed_until=report.claimed_until)
    return report


def _first(free: ReportQuerySet) -> Report | None:
    return free.order_by(*BY_RISK).select_for_update(of=("self",), skip_locked=True, no_key=True).first()
