"""From the school's word to a proof: reports, photos, verdicts, appeals, visits, samples, cases."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from donations.actions.answer_slip import answer_slip
from donations.actions.settle import Missing
from donations.models import Handover, ReceiptSlip
from donations.states import HandoverState
from ksbb.authority.actors import SYSTEM, VISITOR
from tests.factories.verification import member, photo, photo_file
from tests.house.walks.gifts import Gifts
from tests.house.walks.walking import together
from verification import photo_watch
from verification.actions.answer_appeal import answer_appeal
from verification.actions.appeal_verdict import appeal_verdict
from verification.actions.cancel_visit import cancel_visit
from verification.actions.claim_report import claim_report
from verification.actions.close_case import close_case
from verification.actions.commit_sample import commit_sample
from verification.actions.decide import decide
from verification.actions.draw_sample import draw_sample
from verification.actions.keep_draft_photo import keep_draft_photo
from verification.actions.leave_visit import leave_visit
from verification.actions.open_case import open_case
from verification.actions.process_photo import process_photo
from verification.actions.record_visit import record_visit
from verification.actions.release_report import release_report
from verification.actions.submit_report import submit_report
from verification.actions.take_visit import take_visit
from verification.actions.weigh_reports import weigh_reports
from verification.models import IntegrityCase, Report, SampleDraw, VerdictAppeal, Visit
from verification.states import AppealState, CaseState, ReportState, SampleDrawState, VisitState


class Proof(Gifts):
    """With two validators, two visitors of each place, and an auditor."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.auditor = member("auditor")
        self.visitors = {
            school.pk: member("district_supervisor", codes=(school.region[:8],)) for school in self.schools
        }

    def weights(self) -> dict[Callable[[], None], int]:
        return super().weights() | {
            self.report: 10, self.report_with_new_photos: 7, self.clean: 12, self.verify: 10, self.send_back: 5, self.reject: 5,
            self.appeal: 6, self.answer_appeal: 5, self.sit_down: 2, self.get_up: 1, self.answer_slip: 3, self.weigh: 1,
            self.take_visit: 6, self.leave_visit: 1, self.visit: 3, self.cancel_visit: 1, self.lock_seed: 1, self.draw: 2,
            self.open_case: 1, self.close_case: 3,
        }  # fmt: skip

    # --- reports ---

    def report(self) -> None:
        handover = self.handover(HandoverState.DONE)
        submit_report(
            handover=handover,
            received_on=timezone.localdate(),
            photos=[photo()],
            missing=self.some_missing(handover),
            actor=self.principals[handover.school_id],
        )

    @together
    def report_with_new_photos(self) -> None:
        """The worker has yet to look at them; some are of no use."""
        handover = self.likely(Handover.objects.all(), HandoverState.DONE)
        teller = self.principals[handover.school_id]
        files = [photo_file(), photo_file()[: self.any_of([1_500, 1_000_000])]]
        drafts = [keep_draft_photo(handover=handover, data=data, actor=teller) for data in files]
        if self.random.random() < 0.3:
            return
        submit_report(handover=handover, received_on=timezone.localdate(), photos=[], drafts=drafts, actor=teller)

    def some_missing(self, handover: Handover) -> dict[uuid.UUID, Missing]:
        """Now and then the last device of the papers did not arrive."""
        units = list(handover.allocations.filter(state="handed_over", shortfalls=None).order_by("pk"))
        if len(units) < 2 or self.random.random() < 0.6:
            return {}
        return {units[-1].public_id: Missing(self.any_of(["lost", "not_brought"]), "Tidak ada di kardus.")}

    def clean(self) -> None:
        """The worker takes a photo of any kind."""
        kind = self.any_of(photo_watch.kinds())
        process_photo(self.likely(kind._base_manager.all(), "received"))

    def waiting(self) -> Report:
        found: Report = self.likely(Report.objects.all(), ReportState.SUBMITTED, awaits_photos=False)
        return found

    def verify(self) -> None:
        decide(report=self.waiting(), decision=ReportState.VERIFIED, actor=self.any_of(self.validators))

    def send_back(self) -> None:
        decide(
            report=self.waiting(), decision=ReportState.RETURNED, actor=self.any_of(self.validators), reason="Buram."
        )

    def reject(self) -> None:
        decide(report=self.waiting(), decision=ReportState.REJECTED, actor=self.any_of(self.validators), reason="Beda.")

    def sit_down(self) -> None:
        claim_report(report=self.waiting(), actor=self.any_of(self.validators))

    def get_up(self) -> None:
        release_report(report=self.waiting(), actor=self.any_of(self.validators))

    def weigh(self) -> None:
        weigh_reports([self.waiting().pk])

    def answer_slip(self) -> None:
        slip = self.likely(ReceiptSlip.objects.all(), answered_at=None)
        answer_slip(
            slip=slip, arrived=self.random.random() < 0.9, was_charged=self.random.random() < 0.1,
            source=b"walk", actor=VISITOR,
        )  # fmt: skip

    # --- appeals ---

    def appeal(self) -> None:
        report = self.likely(Report.objects.select_related("handover"), ReportState.REJECTED, appeals=None)
        teller = self.principals[report.handover.school_id]
        appeal_verdict(report=report, text="Nomornya cocok, fotonya yang gelap.", actor=teller)

    def answer_appeal(self) -> None:
        answer_appeal(
            appeal=self.likely(VerdictAppeal.objects.all(), AppealState.FILED),
            decision=self.any_of([AppealState.GRANTED, AppealState.GRANTED, AppealState.DENIED]),
            answer="Sudah kami lihat lagi.",
            actor=self.any_of(self.coordinators),
        )

    # --- visits, samples, cases ---

    def visit_of(self, *states: str) -> Visit:
        found: Visit = self.likely(Visit.objects.select_related("report__handover"), *states)
        return found

    def take_visit(self) -> None:
        visit = self.visit_of(VisitState.PLANNED)
        take_visit(visit=visit, actor=self.visitors[visit.report.handover.school_id])

    def leave_visit(self) -> None:
        visit = self.visit_of(VisitState.PLANNED)
        leave_visit(visit=visit, actor=self.visitors[visit.report.handover.school_id])

    def visit(self) -> None:
        visit = self.visit_of(VisitState.PLANNED)
        record_visit(
            visit=visit,
            devices_seen=max(0, visit.devices_expected - self.any_of([0, 0, 0, 1])),
            answers={"matches_papers": "yes", "guardian_asked": "yes", "fee_asked": self.any_of(["no", "no", "yes"])},
            note="Dilihat di ruang kelas.",
            visited_on=timezone.localdate(),
            actor=self.visitors[visit.report.handover.school_id],
        )

    def cancel_visit(self) -> None:
        cancel_visit(visit=self.visit_of(VisitState.PLANNED), reason="Sekolahnya banjir.", actor=self.coordinators[0])

    @together
    def lock_seed(self) -> None:
        """For a period that is over; a walk's days are all today, so what was verified in it is moved there."""
        newest = SampleDraw.objects.order_by("starts_on").first()
        ends_on = newest.starts_on if newest else timezone.localdate() - timedelta(days=2)
        draw = commit_sample(starts_on=ends_on - timedelta(days=3), ends_on=ends_on, actor=self.coordinators[0])
        past = timezone.now() - timedelta(days=2)
        SampleDraw.objects.filter(pk=draw.pk).update(committed_at=past)

    def draw(self) -> None:
        draw_sample(draw=self.likely(SampleDraw.objects.all(), SampleDrawState.COMMITTED), actor=self.coordinators[1])

    def open_case(self) -> None:
        report = self.waiting()
        open_case(kind="by_hand", key=f"walk:{report.pk}", report=report, actor=self.any_of([self.auditor, SYSTEM]))

    def close_case(self) -> None:
        close_case(
            case=self.likely(IntegrityCase.objects.all(), CaseState.OPEN),
            founded=self.random.random() < 0.5,
            finding="Sudah diperiksa di tempat.",
            actor=self.any_of([self.auditor, self.coordinators[1]]),
        )
