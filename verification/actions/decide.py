"""The validator's word on a report: verified, returned or rejected. Only then do the figures move."""

from __future__ import annotations

from collections.abc import Sequence

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
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from verification.actions.lay_use_rounds import lay_use_rounds
from verification.actions.sample_when_verified import sample_when_verified
from verification.models import Report, Verdict
from verification.policies import touched_by, why_not_reasons, why_not_verify
from verification.reasons import Mark
from verification.states import REPORT_MOVES, ReportState


@transaction.atomic
def decide(
    *,
    report: Report,
    decision: str,
    actor: Actor,
    reason: str = "",
    marks: Sequence[Mark] = (),
    only_green: bool = False,
) -> Report:
    """`decision` is VERIFIED, RETURNED or REJECTED; the last two need a reason that the school can act on: `marks` from the list
    (verification/reasons.py), words of the validator's own, or both. `only_green`: refused when any check found something.

    Raises Forbidden when the natural person has any part in the gift, Refused when the report is already judged or another
    validator holds it: of two validators at once the first decides, the second is told so.
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
    refuse_if(why_not_verify(report, actor))
    if only_green and not report.is_green:
        raise Refused(_("Ada pemeriksaan yang menemukan sesuatu, jadi laporan ini harus dibuka satu per satu."))
    if decision != ReportState.VERIFIED:
        refuse_if(why_not_reasons(report, reason, marks))
    now, who = timezone.now(), actor.user_id or 0
    stamps = {f"{decision}_at": now, f"{decision}_by_id": who, "claimed_by_id": None, "claimed_until": None}
    move(report, decision, REPORT_MOVES, **stamps)
    Verdict.objects.create(
        report=report,
        decision=decision,
        reason=reason.strip(),
        reasons=[mark.kept() for mark in marks] if decision != ReportState.VERIFIED else [],
        decided_at=now,
        decided_by_id=who,
    )
    devices = _settle(report, decision, actor)
    trail.record(f"report.{decision}", report, actor=actor, devices=devices)
    _tell(report, decision, devices)
    return report


def _settle(report: Report, decision: str, actor: Actor) -> int:
    """How many devices it moved."""
    if decision == ReportState.VERIFIED:
        lay_use_rounds(handovers=[report.handover_id])
        devices = settle.prove(report.handover, actor=actor)
        sample_when_verified(report)
        return devices
    return settle.refute(report.handover) if decision == ReportState.REJECTED else 0


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
