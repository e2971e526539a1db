"""After the proof: use rounds and the gate, devices in trouble, the loan book, stock-takes, questions, complaints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from donations.actions.end_loan import end_loan
from donations.actions.end_stock_take import end_stock_take
from donations.actions.lend_device import lend_device
from donations.actions.pass_on_loan import pass_on_loan
from donations.actions.see_devices import see_devices
from donations.actions.start_stock_take import start_stock_take
from donations.models import Device, Loan, StockTake
from donations.states import DeviceState
from recipients.models import Recipient
from schools.models import School
from tests.factories.use import proven, say
from tests.house.walks.proof import Proof
from tests.house.walks.walking import together
from verification import complaint_watch
from verification.actions.answer_complaint import answer_complaint
from verification.actions.answer_use import answer_use
from verification.actions.ask_use import ask_use
from verification.actions.close_complaint import close_complaint
from verification.actions.contest_complaint import contest_complaint
from verification.actions.decide_device_case import decide_device_case
from verification.actions.draft_instrument import draft_instrument
from verification.actions.escalate_complaint import escalate_complaint
from verification.actions.file_complaint import file_complaint
from verification.actions.install_first_instruments import install_first_instruments
from verification.actions.press_use import press_use
from verification.actions.publish_instrument import publish_instrument
from verification.actions.take_complaint import take_complaint
from verification.actions.tell_device_case import tell_device_case
from verification.models import Complaint, DeviceCase, Instrument, UseAnswer
from verification.policies_cases import OUTCOMES, TOLD
from verification.states import ComplaintState, DeviceCaseState, InstrumentState

IN_HAND = (DeviceState.HANDED_OVER, DeviceState.IN_USE)
Says = UseAnswer.Says


class Afterwards(Proof):
    """With a calendar that only runs forward."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.today = timezone.localdate()
        install_first_instruments()
        proven(2, school=self.schools[0], donor=self.givers[0])
        proven(school=self.schools[1], donor=self.givers[1], teachers=2)

    def weights(self) -> dict[Callable[[], None], int]:
        return super().weights() | {
            self.weeks_go_by: 5, self.say_some: 5, self.answer_use: 6, self.tell_trouble: 3, self.end_trouble: 4, self.lend: 5,
            self.end_loan: 3, self.pass_on: 2, self.count: 1, self.see: 2, self.count_no_more: 1, self.new_questions: 1,
            self.ask_differently: 1, self.complain: 2, self.take_complaint: 4, self.answer_complaint: 3, self.contest: 1,
            self.close_complaint: 1, self.terms_go_by: 1,
        }  # fmt: skip

    def school(self) -> School:
        return self.any_of(self.schools)

    # --- use ---

    def weeks_go_by(self) -> None:
        """Rounds are asked, warned of and late; each job is a transaction of its own, and none of them refuses."""
        self.today += timedelta(days=self.random.randint(1, 15))
        ask_use(today=self.today)
        press_use(today=self.today)

    @together
    def say_some(self) -> None:
        school = self.school()
        device = self.any_of([None, *Device.objects.filter(allocation__line__pledge__school=school).order_by("pk")])
        says = self.any_of([Says.IN_USE, Says.IN_USE, Says.IN_USE, Says.DAMAGED, Says.LOST, Says.SOLD, Says.MOVED])
        say(school, self.principals[school.pk], says, only=device)

    def answer_use(self) -> None:
        school = self.school()
        answer_use(school=school, actor=self.principals[school.pk])

    # --- devices in trouble ---

    def device(self, *states: str) -> tuple[Device, School]:
        found = self.likely(Device.objects.filter(allocation__isnull=False), *states)
        return found, found.allocation.line.pledge.school

    def tell_trouble(self) -> None:
        device, school = self.device(*IN_HAND)
        tell_device_case(
            device=device,
            kind=self.any_of([*TOLD, "found"]),
            happened_on=timezone.localdate(),
            text="Tidak ada di kelas.",
            actor=self.principals[school.pk],
        )

    def end_trouble(self) -> None:
        case = self.likely(DeviceCase.objects.all(), DeviceCaseState.OPEN)
        decide_device_case(
            case=case,
            outcome=self.any_of(OUTCOMES[case.kind]),
            replacement=self.any_of(["none", "need_again", "school"]),
            finding="Sudah dicari bersama.",
            actor=self.sudin[case.school_id],
        )

    # --- the loan book ---

    def teacher(self, school: School) -> Recipient:
        teachers = Recipient.objects.filter(school=school, kind="teacher")
        return self.any_of(list(teachers.order_by("pk")))

    def lend(self) -> None:
        device = self.likely(Device.objects.filter(allocation__isnull=False), *IN_HAND, custody="lent_by_school")
        school = device.allocation.line.pledge.school
        due_on = timezone.localdate() + timedelta(days=100)
        lend_device(device=device, borrower=self.teacher(school), due_on=due_on, actor=self.principals[school.pk])

    def loan(self) -> Loan:
        found: Loan = self.likely(Loan.objects.select_related("school"), ended_at=None)
        return found

    def end_loan(self) -> None:
        loan = self.loan()
        how = self.any_of(["returned", "returned", "repair", "lost", "passed_on"])
        end_loan(loan=loan, how=how, condition="Layarnya retak.", actor=self.principals[loan.school_id])

    def pass_on(self) -> None:
        loan = self.loan()
        due_on = timezone.localdate() + timedelta(days=60)
        borrower = self.teacher(loan.school)
        pass_on_loan(loan=loan, borrower=borrower, due_on=due_on, actor=self.principals[loan.school_id])

    def count(self) -> None:
        school = self.school()
        start_stock_take(school=school, actor=self.principals[school.pk])

    def take(self) -> StockTake:
        found: StockTake = self.likely(StockTake.objects.select_related("school"), ended_at=None)
        return found

    def see(self) -> None:
        take = self.take()
        devices = [one.pk for one in Device.objects.order_by("pk") if self.random.random() < 0.3]
        see_devices(take=take, devices=devices, actor=self.principals[take.school_id])

    def count_no_more(self) -> None:
        take = self.take()
        end_stock_take(take=take, actor=self.principals[take.school_id])

    # --- questions ---

    def new_questions(self) -> None:
        source = self.likely(Instrument.objects.all(), InstrumentState.PUBLISHED)
        draft_instrument(source=source, actor=self.any_of(self.coordinators))

    def ask_differently(self) -> None:
        draft = self.likely(Instrument.objects.all(), InstrumentState.DRAFT)
        publish_instrument(instrument=draft, actor=self.any_of(self.coordinators))

    # --- complaints ---

    def complain(self) -> None:
        file_complaint(
            category=self.any_of(["not_arrived", "fee", "other"]),
            text="Gawai yang tercatat atas nama anak saya belum pernah kami terima.",
            school=self.any_of([None, *self.schools]),
            region=self.any_of([school.region[:8] for school in self.schools]),
        )

    def complaint(self, *states: str) -> Complaint:
        found: Complaint = self.likely(Complaint.objects.all(), *states)
        return found

    def take_complaint(self) -> None:
        workers = [*self.visitors.values(), *self.sudin.values(), *self.coordinators, self.auditor]
        take_complaint(complaint=self.complaint(ComplaintState.OPEN), actor=self.any_of(workers))

    def answer_complaint(self) -> None:
        complaint = self.complaint(ComplaintState.ASSIGNED)
        workers = [*self.visitors.values(), *self.sudin.values(), *self.coordinators, self.auditor]
        held = [actor for actor in workers if actor.user_id == complaint.handler_id]
        answer_complaint(
            complaint=complaint, answer="Sudah kami temukan di lemari sekolah.", actor=self.any_of(held or workers)
        )

    def contest(self) -> None:
        contest_complaint(complaint=self.complaint(ComplaintState.ANSWERED), reason="Lemarinya kosong.")

    def close_complaint(self) -> None:
        complaint = self.complaint(ComplaintState.ANSWERED)
        close_complaint(complaint=complaint, actor=self.any_of([*self.coordinators, self.auditor]))

    @together
    def terms_go_by(self) -> None:
        """One running complaint is late, one answered one is old."""
        long_ago = timezone.now() - timedelta(days=60)
        late = self.likely(Complaint.objects.all(), ComplaintState.OPEN, ComplaintState.ASSIGNED)
        Complaint.objects.filter(pk=late.pk, answered_at=None).update(due_at=long_ago)
        escalate_complaint(pk=late.pk)
        Complaint.objects.filter(state=ComplaintState.ANSWERED).update(answered_at=long_ago)
        complaint_watch.watch()
