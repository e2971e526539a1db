"""A school does not accept that its report was rejected."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.acting import watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications import outbox
from verification.models import Report, VerdictAppeal
from verification.policies_appeals import last_verdict, why_not_appeal


@transaction.atomic
def appeal_verdict(*, report: Report, text: str, actor: Actor) -> VerdictAppeal:
    """Once per rejection and within 14 days; the coordinators over the ground are told. Raises Refused."""
    actor.must(Permission.VERDICT_APPEAL)
    locked = Report.objects.select_for_update(of=("self",), no_key=True).select_related("handover__school")
    report = locked.get(pk=report.pk)
    if not actor.is_system and actor.organisation_id != report.handover.school.organisation_id:
        raise Forbidden("only the school")
    verdict = last_verdict(report)
    problem = why_not_appeal(report, verdict, text)
    if problem or verdict is None:
        raise Refused(problem or "")
    appeal = VerdictAppeal.objects.create(
        report=report,
        verdict=verdict,
        region=report.region,
        text=text.strip(),
        filed_at=timezone.now(),
        filed_by_id=actor.user_id or 0,
    )
    trail.record("verdict.appealed", report, actor=actor)
    outbox.post(
        "verification/verdict_appealed",
        to=watchers_over(report.region, Role.COORDINATOR),
        path=reverse("verification:appeal_decide", args=[appeal.public_id]),
        once=f"verdict_appealed:{appeal.pk}",
        school=report.handover.school.name,
    )
    return appeal
