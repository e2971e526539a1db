"""The validator's word on a report: verified, returned or rejected. Only then do the figures move."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions import settle
from donations.models import Pledge
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import move
from ksbb.notifications import outbox
from verification.models import Report, Verdict
from verification.policies import touched_by, why_not_prove, why_not_verify
from verification.states import REPORT_MOVES, ReportState


@transaction.atomic
def decide(*, report: Report, decision: str, actor: Actor, reason: str = "") -> Report:
    """`decision` is VERIFIED, RETURNED or REJECTED; the last two need a reason that the school can act on.

    Raises Forbidden when the person has any part in the handover, Refused when the report is already judged: of two
    validators at once the first decides, the second is told so.
    """
    actor.must(Permission.REPORT_VERIFY)
    seen = Report.objects.all() if actor.is_system else Report.objects.visible_to(actor)
    if not seen.filter(pk=report.pk).exists():
        raise Forbidden("outside the own ground")
    # The order of locks is the same for all who change a gift: its pledge comes first.
    Pledge.objects.locked().get(handovers__report=report)
    report = (
        Report.objects.select_for_update(of=("self",), no_key=True)
        .select_related("handover__pledge__donor", "handover__school")
        .get(pk=report.pk)
    )
    if touched_by(report, actor.user_id):
        raise Forbidden(why_not_verify(report, actor) or "four eyes")
    if problem := why_not_verify(report, actor):
        raise Refused(problem)
    if decision == ReportState.VERIFIED and (problem := why_not_prove(report)):
        raise Refused(problem)
    if decision != ReportState.VERIFIED and not reason.strip():
        raise Refused(_("Tuliskan alasannya, supaya sekolah tahu apa yang harus diperbaiki."))
    now = timezone.now()
    move(report, decision, REPORT_MOVES, **{f"{decision}_at": now, f"{decision}_by_id": actor.user_id or 0})
    Verdict.objects.create(
        report=report, decision=decision, reason=reason.strip(), decided_at=now, decided_by_id=actor.user_id or 0
    )
    devices = 0
    if decision == ReportState.VERIFIED:
        devices = settle.prove(report.handover)
    elif decision == ReportState.REJECTED:
        devices = settle.refute(report.handover)
    trail.record(f"report.{decision}", report, actor=actor, devices=devices)
    _tell(report, decision, devices)
    return report


def _tell(report: Report, decision: str, devices: int) -> None:
    handover = report.handover
    once = f"report_{decision}:{report.pk}:{report.verdicts.count()}"
    school = people_of(handover.school.organisation_id, Permission.REPORT_SUBMIT)
    path = reverse("verification:report_detail", args=[report.public_id])
    outbox.post(f"verification/report_{decision}", to=school, path=path, once=once, school=handover.school.name)
    if decision == ReportState.RETURNED:
        return
    donor = people_of(handover.pledge.donor.organisation_id, Permission.PLEDGE_CREATE)
    path = reverse("donations:pledge_detail", args=[handover.pledge.public_id])
    outbox.post(
        f"verification/gift_{decision}", to=donor, path=path, once=once, school=handover.school.name, devices=devices
    )
