"""The loan book: who has which device of the school, one teacher at a time, and the school hears in time."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from donations.actions.end_loan import end_loan
from donations.actions.lend_device import lend_device
from donations.actions.pass_on_loan import pass_on_loan
from donations.actions.put_back_device import put_back_device
from donations.actions.remind_loans import remind_loans
from donations.loan_reminders import due_stage
from donations.models import Allocation, HandoverCertificate, Loan
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from recipients.models import Recipient
from tests.conftest import Acting
from tests.donations.parallel import at_once, kinds
from tests.factories.custody import colleague, lent, overdue, owned
from tests.factories.donations import appoint, complete, offer, people_at, promise, school_at

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate() + timedelta(days=300)


@pytest.fixture
def loan(donor, school) -> Loan:
    return lent(donor, school)[0]


class TestFirstLoan:
    def test_what_came_for_a_teacher_is_lent_from_the_handover_on(self, donor, school):
        handover = complete(appoint(promise(donor, school, offer(2, "laptop"))))
        loans = list(Loan.objects.select_related("device__allocation__need"))
        papers = HandoverCertificate.objects.filter(handover=handover, kind="loan_to_teacher")
        assert {(one.device_id, one.due_on) for one in loans} == set(papers.values_list("device", "return_on"))
        holders = {one.device_id: one.borrower_id for one in loans}
        assert holders == dict(Allocation.objects.values_list("device", "need__recipient"))

    def test_a_pupils_device_is_never_lent(self, donor, school, principal):
        device = owned(donor, school)
        assert not Loan.objects.exists()
        with pytest.raises(Refused):
            lend_device(device=device, borrower=colleague(school), due_on=NEXT_YEAR, actor=principal)


class TestCourse:
    def test_returned_and_lent_again(self, loan, school, principal):
        with pytest.raises(Refused):
            lend_device(device=loan.device, borrower=colleague(school), due_on=NEXT_YEAR, actor=principal)
        end_loan(loan=loan, how="returned", condition="Baik", actor=principal)
        again = lend_device(device=loan.device, borrower=colleague(school), due_on=NEXT_YEAR, actor=principal)
        assert list(Loan.objects.open()) == [again]
        loan.device.refresh_from_db()
        assert loan.device.state == "handed_over"

    def test_broken_it_waits_for_its_repair(self, loan, school, principal):
        end_loan(loan=loan, how="repair", condition="Layar retak", actor=principal)
        with pytest.raises(Refused, match="rusak"):
            lend_device(device=loan.device, borrower=colleague(school), due_on=NEXT_YEAR, actor=principal)
        put_back_device(device=loan.device, actor=principal)
        assert lend_device(device=loan.device, borrower=colleague(school), due_on=NEXT_YEAR, actor=principal)

    def test_lost_it_is_lost(self, loan, principal):
        end_loan(loan=loan, how="lost", condition="Hilang di angkutan umum", actor=principal)
        loan.device.refresh_from_db()
        assert loan.device.state == "lost"
        with pytest.raises(Refused):
            put_back_device(device=loan.device, actor=principal)

    @pytest.mark.parametrize("how", ["repair", "lost", "passed_on", "dijual"])
    def test_without_words_or_sense_it_does_not_end(self, loan, principal, how):
        with pytest.raises(Refused):
            end_loan(loan=loan, how=how, actor=principal)
        assert Loan.objects.open().count() == 1

    def test_passed_on_the_device_is_never_without_a_holder(self, loan, school, principal):
        new = pass_on_loan(loan=loan, borrower=colleague(school), due_on=NEXT_YEAR, actor=principal, condition="Baik")
        loan.refresh_from_db()
        assert (loan.ended_how, new.condition_out) == ("passed_on", "Baik")
        assert loan.ended_at <= new.lent_at
        with pytest.raises(Refused):
            end_loan(loan=loan, how="returned", actor=principal)

    def test_a_refused_passing_on_changes_nothing(self, loan, school, principal):
        stranger = Recipient.objects.get(pk=people_at(school_at(), teachers=1)[0])
        pupil = Recipient.objects.filter(school=school, kind="student")[0]
        for borrower in (stranger, pupil, loan.borrower):
            with pytest.raises(Refused):
                pass_on_loan(loan=loan, borrower=borrower, due_on=NEXT_YEAR, actor=principal)
        assert list(Loan.objects.open()) == [loan]

    @pytest.mark.parametrize("due_on", [date(2020, 1, 1), timezone.localdate() + timedelta(days=3000)])
    def test_a_loan_ends_within_five_years(self, loan, school, principal, due_on):
        with pytest.raises(Refused):
            pass_on_loan(loan=loan, borrower=colleague(school), due_on=due_on, actor=principal)

    def test_only_the_school_writes_in_its_book(self, loan, donor, outsider, acting):
        for stranger in (donor, outsider, acting("city_supervisor"), acting("validator")):
            with pytest.raises(Forbidden):
                end_loan(loan=loan, how="returned", actor=stranger)


class TestReminders:
    @given(left=st.integers(-400, 400), sent=st.none() | st.sampled_from([14, 7, 1, -7, -14, -70]))
    def test_a_stage_is_reached_and_later_than_the_last(self, left, sent):
        today = date(2026, 6, 1)
        stage = due_stage(today + timedelta(days=left), today, sent)
        assert stage is None or (left <= stage and (sent is None or stage < sent))

    def test_day_by_day_each_goes_out_once(self):
        due_on, sent, told = date(2026, 6, 30), None, []
        for day in range(60):
            today = date(2026, 6, 10) + timedelta(days=day)
            stage = due_stage(due_on, today, sent)
            told += [stage] if stage is not None else []
            sent = stage if stage is not None else sent
        assert told == [14, 7, 1, -7, -14, -21, -28, -35]

    def test_the_school_gets_one_letter_for_all_and_once(self, donor, school, principal, acting: Acting):
        lent(donor, school, 3)
        day = timezone.localdate()
        Loan.objects.update(due_on=day + timedelta(days=7))
        overdue(Loan.objects.order_by("pk")[0], days=9)
        assert remind_loans() == 3
        assert remind_loans() == 0
        [message] = Message.objects.filter(kind="donations/loans_due")
        assert (message.to_user_id, message.context["soon"], message.context["late"]) == (principal.user_id, 2, 1)
        assert remind_loans(today=day + timedelta(days=6)) == 3

    def test_what_came_back_is_not_asked_for(self, loan, principal):
        overdue(loan, days=20)
        end_loan(loan=loan, how="returned", actor=principal)
        assert remind_loans() == 0


class TestPages:
    def test_the_book_is_read_by_the_school_and_its_officers(self, loan, principal, client_as, acting, outsider, donor):
        name = loan.borrower.full_name
        address = reverse("donations:loan_list")
        for reader in (principal, acting("district_supervisor"), acting("city_supervisor")):
            assert name in client_as(reader).get(address).content.decode()
        assert name not in client_as(outsider).get(address).content.decode()
        assert name not in client_as(acting("district_supervisor", codes=["31.72.01"])).get(address).content.decode()
        assert client_as(donor).get(address).status_code == 403

    def test_a_day_in_the_book(self, loan, school, principal, client_as):
        client, teacher = client_as(principal), colleague(school)
        assert "Lewat tanggal" in client.get(reverse("donations:loan_list")).content.decode()
        page = client.get(reverse("donations:loan_pass_on", args=[loan.public_id])).content.decode()
        assert teacher.full_name in page
        said = {"borrower": str(teacher.public_id), "due_on": NEXT_YEAR.isoformat(), "condition": "Baik"}
        new = client.post(reverse("donations:loan_pass_on", args=[loan.public_id]), said).url
        assert loan.borrower.full_name in client.get(new).content.decode()
        asked = client.post(f"{new}akhiri/", {"how": "lost"})
        assert "bagaimana gawainya hilang" in asked.content.decode()
        client.post(f"{new}akhiri/", {"how": "returned"})
        lend = reverse("donations:loan_lend")
        again = client.post(lend, {**said, "device": str(loan.device.public_id)})
        assert teacher.full_name in client.get(again.url).content.decode()
        assert teacher.full_name in client.get(reverse("donations:loan_print")).content.decode()

    def test_an_overdue_loan_and_a_teacher_who_left_are_seen(self, loan, principal, client_as):
        overdue(loan)
        Recipient.objects.filter(pk=loan.borrower_id).update(state="moved", ended_at=timezone.now())
        client = client_as(principal)
        page = client.get(reverse("donations:loan_list"), {"daftar": "terlambat"}).content.decode()
        assert "lewat tanggal" in page
        assert "sudah tidak di sekolah ini" in page
        assert "Gawai pinjaman lewat tanggal" in client.get(reverse("portal:dashboard")).content.decode()

    def test_a_page_costs_the_same_however_many_loans(
        self, donor, school, principal, client_as, django_assert_max_num_queries
    ):
        lent(donor, school, 12)
        client = client_as(principal)
        with django_assert_max_num_queries(14):
            client.get(reverse("donations:loan_list"))


@pytest.mark.django_db(transaction=True)
def test_lent_to_eight_at_once_one_has_it(acting):
    donor, school = acting("donor"), school_at()
    principal = acting("principal", organisation=school.organisation)
    [loan] = lent(donor, school)
    end_loan(loan=loan, how="returned", actor=principal)
    teachers = [colleague(school) for _number in range(8)]
    steps = [
        partial(lend_device, device=loan.device, borrower=one, due_on=NEXT_YEAR, actor=principal) for one in teachers
    ]
    assert kinds(at_once(steps)) == {"Loan": 1, "Refused": 7}
    assert Loan.objects.open().count() == 1


@pytest.mark.django_db(transaction=True)
def test_returned_and_passed_on_at_once_one_of_them_happened(acting):
    donor, school = acting("donor"), school_at()
    principal = acting("principal", organisation=school.organisation)
    [loan] = lent(donor, school)
    back = partial(end_loan, loan=loan, how="returned", actor=principal)
    on = partial(pass_on_loan, loan=loan, borrower=colleague(school), due_on=NEXT_YEAR, actor=principal)
    assert kinds(at_once([back, on, back, on])) == {"Loan": 1, "Refused": 3}
