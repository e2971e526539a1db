"""What happens at the validator's desk, sound, and the differences that are planted into it."""

from __future__ import annotations

from donations.actions.settle import Missing
from tests.factories.donations import appoint, complete, offer, people_at, promise, school_at
from tests.factories.verification import judged, member, principal_of, report_on
from verification.actions.answer_appeal import answer_appeal
from verification.actions.appeal_verdict import appeal_verdict
from verification.actions.claim_report import claim_report
from verification.models import Report


def at_the_desk() -> None:
    """A verified receipt in part; a rejection that was lifted and judged anew, one that stands in spite of an appeal; a report that
    somebody holds."""
    school, donor = school_at(), member("donor")
    people_at(school, pupils=9)
    principal, coordinator = principal_of(school), member("coordinator")
    short = complete(appoint(promise(donor, school, offer(3))))
    missing = {short.allocations.order_by("pk")[0].public_id: Missing("lost", "Tidak ada di kardus.")}
    judged(report_on(short, actor=principal, missing=missing))
    for decision in ("granted", "denied"):
        report = report_on(complete(appoint(promise(donor, school))), actor=principal)
        appeal = appeal_verdict(report=judged(report, "rejected"), text="Nomornya terbaca.", actor=principal)
        answer_appeal(appeal=appeal, decision=decision, answer="Sudah dilihat lagi.", actor=coordinator)
    judged(Report.objects.get(handover__school=school, state="submitted"))
    held = report_on(complete(appoint(promise(donor, school))), actor=principal)
    claim_report(report=held, actor=member("validator"))


PLANTED_DESK: dict[str, str] = {
    "report.count": "UPDATE verification_report SET received_count = received_count + 1 WHERE state = 'verified'",
    "report.claim": "UPDATE verification_report SET claimed_by_id = 1, claimed_until = now() WHERE state = 'verified'",
    "appeal.verdict": "UPDATE verification_verdictappeal SET region = '31.72.01.1001' WHERE state = 'denied'",
}
