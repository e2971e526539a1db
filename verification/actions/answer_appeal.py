"""The coordinator's word on a school's appeal: granted, the report is judged anew by somebody else."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions import settle
from donations.models import Pledge
from ksbb.accounts.acting import people_of, watchers_over
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from verification.actions.weigh_reports import weigh_reports
from verification.models import Report, VerdictAppeal
from verification.policies_appeals import why_not_answer
from verification.states import APPEAL_MOVES, REPORT_MOVES, AppealState, ReportState


@transaction.atomic
def answer_appeal(*, appeal: VerdictAppeal, decision: str, answer: str, actor: Actor) -> VerdictAppeal:
    """GRANTED puts back what the rejection took: as far as the needs are still open. A unit whose need somebody else took meanwhile
    stays refuted. Raises Refused, and Forbidden for whoever gave the verdict or wrote the appeal."""
    actor.must(Permission.VERDICT_REVIEW)
    if not VerdictAppeal.objects.visible_to(actor).filter(pk=appeal.pk).exists():
        raise Forbidden("outside the own ground")
    Pledge.objects.locked().get(handovers__report__appeals=appeal.pk)
    locked = Report.objects.select_for_update(of=("self",), no_key=True)
    report = locked.select_related("handover__pledge__donor", "handover__school").get(appeals=appeal.pk)
    held = VerdictAppeal.objects.select_for_update(of=("self",), no_key=True).select_related("verdict")
    appeal = held.get(pk=appeal.pk)
    refuse_if(why_not_answer(appeal, actor, answer))
    stamps = {"decided_at": timezone.now(), "decided_by_id": actor.user_id or 0, "answer": answer.strip()}
    move(appeal, decision, APPEAL_MOVES, **stamps)
    back, taken = 0, 0
    if decision == AppealState.GRANTED:
        move(report, ReportState.SUBMITTED, REPORT_MOVES, claimed_by_id=None, claimed_until=None)
        back, lost = settle.restore(report.handover)
        taken = len(lost)
        weigh_reports([report.pk])
    trail.record(f"appeal.{decision}", report, actor=actor, devices=back, taken=taken)
    _tell(appeal, report, decision, back, taken)
    return appeal


def _tell(appeal: VerdictAppeal, report: Report, decision: str, back: int, taken: int) -> None:
    """The school in any case; the giver and the validators when the report is looked at anew."""
    once, name = f"appeal_{decision}:{appeal.pk}", report.handover.school.name
    path = reverse("verification:report_detail", args=[report.public_id])
    school = people_of(report.handover.school.organisation_id, Permission.VERDICT_APPEAL)
    outbox.post(f"verification/appeal_{decision}", to=school, path=path, once=once, school=name, taken=taken)
    if decision == AppealState.DENIED:
        return
    validators = set(watchers_over(report.region, Role.VALIDATOR)) - {appeal.verdict.decided_by_id}
    outbox.post("verification/report_waiting", to=validators, path=path, once=f"again:{appeal.pk}", school=name)
    donor = people_of(report.handover.pledge.donor.organisation_id, Permission.PLEDGE_CREATE)
    path = reverse("donations:pledge_detail", args=[report.handover.pledge.public_id])
    outbox.post("verification/gift_reopened", to=donor, path=path, once=once, school=name, devices=back)
