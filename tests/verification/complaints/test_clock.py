"""Terms in working days; what is late rises once per level, however many workers look at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.conf import settings
from django.utils import timezone
from time_machine import TimeMachineFixture

from ksbb.audit.models import Event
from ksbb.notifications.models import Message
from schools.models import School
from tests.donations.parallel import at_once
from tests.factories.complaints import answered, complained, taken
from tests.verification.complaints.conftest import Offices
from verification import complaint_watch
from verification.actions.contest_complaint import contest_complaint
from verification.actions.escalate_complaint import escalate_complaint
from verification.models import Complaint, ComplaintStep

WIB = timezone.get_fixed_timezone(7 * 60)
# A Friday; Monday the 17th is a holiday of 2026 (Hari Kemerdekaan).
FRIDAY = datetime(2026, 8, 14, 9, 0, tzinfo=WIB)
TERMS = {("not_arrived", 1): 24, ("fee", 4): 20, ("data", 3): 1}


def late(complaint: Complaint) -> Complaint:
    Complaint.objects.filter(pk=complaint.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    complaint.refresh_from_db()
    return complaint


@pytest.mark.parametrize(("begun", "day"), TERMS.items())
def test_each_level_has_its_term_in_working_days(
    school: School, offices: Offices, time_machine: TimeMachineFixture, begun: tuple[str, int], day: int
) -> None:
    """Five, three and ten of them, the weekend and the holiday left out; until the end of the day."""
    time_machine.move_to(FRIDAY)
    category, level = begun
    complaint = complained(category, school=school)
    assert complaint.level == level
    due = timezone.localtime(complaint.due_at)
    assert (due.day, due.hour, due.minute) == (day, 23, 59)


def test_before_its_term_nothing_rises(school: School, offices: Offices) -> None:
    complaint = complained(school=school)
    assert complaint_watch.watch() == 0
    complaint.refresh_from_db()
    assert complaint.level == 1


def test_it_rises_level_by_level_to_the_last(school: School, offices: Offices) -> None:
    complaint = complained(school=school)
    reached = []
    for _time in range(4):
        complaint_watch.watch()
        late(complaint)
        reached.append((complaint.level, complaint.assigned_to_id))
    offices_above = [offices.city, offices.coordinator, offices.auditor]
    late(complaint)
    assert reached[0] == (1, offices.district.organisation_id)
    assert reached[1:] == [(level, office.organisation_id) for level, office in enumerate(offices_above, start=2)]
    risen = complaint.steps.filter(kind=ComplaintStep.Kind.ESCALATED)
    assert list(risen.values_list("level", flat=True)) == [2, 3, 4]


def test_the_new_level_hears_of_it_and_begins_anew(school: School, offices: Offices) -> None:
    complaint = late(taken(complained(school=school), offices.district))
    escalate_complaint(pk=complaint.pk)
    complaint.refresh_from_db()
    assert (complaint.state, complaint.level, complaint.handler_id) == ("assigned", 2, None)
    assert complaint.due_at > timezone.now()
    told = Message.objects.filter(kind="verification/complaint_escalated")
    assert list(told.values_list("to_user_id", flat=True)) == [offices.city.user_id]


def test_what_is_answered_does_not_rise(school: School, offices: Offices) -> None:
    complaint = late(answered(complained(school=school), offices.district))
    assert escalate_complaint(pk=complaint.pk) is False


def test_the_auditor_hears_once_a_day_what_is_late_at_the_end(school: School, offices: Offices) -> None:
    late(complained("fee", school=school))
    complaint_watch.watch()
    complaint_watch.watch()
    told = Message.objects.filter(kind="verification/complaints_late")
    assert [(one.to_user_id, one.context) for one in told] == [(offices.auditor.user_id, {"count": 1})]


def test_the_auditor_hears_of_a_fee_at_once(school: School, offices: Offices) -> None:
    complained("fee", school=school)
    told = Message.objects.filter(kind="verification/complaint_sensitive")
    assert list(told.values_list("to_user_id", flat=True)) == [offices.auditor.user_id]
    assert Message.objects.exclude(pk__in=told).count() == 0


def test_an_answer_to_which_nobody_objects_is_closed_by_itself(
    school: School, offices: Offices, time_machine: TimeMachineFixture
) -> None:
    complaint = answered(complained(school=school), offices.district)
    assert complaint_watch.close_all() == 0
    time_machine.move_to(timezone.now() + timedelta(days=40))
    assert complaint_watch.close_all() == 1
    complaint.refresh_from_db()
    assert complaint.state == "closed"


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_raise_each_complaint_once(school: School, offices: Offices) -> None:
    every = [late(complained(school=school)) for _number in range(6)]
    rose = at_once([complaint_watch.escalate_all] * 8)
    assert sum(rose) == len(every)
    steps = ComplaintStep.objects.filter(kind=ComplaintStep.Kind.ESCALATED)
    assert sorted(steps.values_list("complaint_id", "level")) == sorted((one.pk, 2) for one in every)
    assert Event.objects.filter(action="complaint.escalated").count() == len(every)
    assert Message.objects.filter(kind="verification/complaint_escalated").count() == len(every)


@pytest.mark.django_db(transaction=True)
def test_not_content_twice_at_once_counts_once(school: School, offices: Offices) -> None:
    complaint = answered(complained(school=school), offices.district)
    step = partial(contest_complaint, complaint=complaint, reason="Gawainya tetap belum ada di rumah.")
    answers = at_once([step] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["Complaint", "Refused", "Refused", "Refused"]
    complaint.refresh_from_db()
    assert (complaint.level, complaint.steps.filter(kind=ComplaintStep.Kind.ESCALATED).count()) == (2, 1)


def test_the_tasks_are_on_the_clock() -> None:
    jobs = {job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"verification.tasks.watch_complaints", "verification.tasks.file_charges"} <= jobs
