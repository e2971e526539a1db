"""A visit found that something is wrong: whatever else the same giver and the same school reported is visited too."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM, Actor
from verification.actions.plan_visits import hold_the_plan, plan_visits
from verification.models import Report, Visit
from verification.sampling import WIDENED_BACK
from verification.states import ReportState


@transaction.atomic
def widen_sample(*, visit: Visit, actor: Actor) -> int:
    """Every report of that giver and of that school, verified in the last 180 days, that nobody was to visit yet; returns how many.

    By itself, whoever made the visit. A report is visited once, so that several failed visits of one giver widen it once.
    """
    hold_the_plan()
    handover = visit.report.handover
    theirs = Q(handover__pledge__donor=handover.pledge.donor_id) | Q(handover__school=handover.school_id)
    since = timezone.now() - WIDENED_BACK
    reports = Report.objects.filter(theirs, state=ReportState.VERIFIED, verified_at__gte=since)
    planned = plan_visits(reports=reports, why=Visit.Why.WIDENED, actor=SYSTEM)
    trail.record("sample.widened", visit, actor=actor, visits=planned)
    return planned
