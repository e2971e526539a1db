"""The school hears of loans that end soon or are late: each reminder once, all of a school in one letter."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.loan_reminders import EARLIEST, due_stage
from donations.models import Loan
from ksbb.accounts.acting import people_of
from ksbb.authority.permissions import Permission
from ksbb.notifications import outbox
from schools.models import School


def remind_loans(*, today: date | None = None) -> int:
    """Of how many loans it told."""
    today = today or timezone.localdate()
    soon = Loan.objects.open().filter(due_on__lte=today + timedelta(days=EARLIEST))
    # Which of them are due is asked school by school, so that one letter tells of all of them.
    schools = soon.order_by("school").values_list("school", flat=True).distinct()
    return sum(_school(school, today) for school in list(schools))


@transaction.atomic
def _school(school_id: int, today: date) -> int:
    running = Loan.objects.open().filter(school=school_id, due_on__lte=today + timedelta(days=EARLIEST))
    held = running.order_by("pk").select_for_update(of=("self",), skip_locked=True, no_key=True)
    due: dict[int, list[int]] = defaultdict(list)
    for pk, due_on, sent in held.values_list("pk", "due_on", "reminded_before"):
        stage = due_stage(due_on, today, sent)
        if stage is not None:
            due[stage].append(pk)
    for stage, pks in due.items():
        Loan.objects.filter(pk__in=pks).update(reminded_before=stage)
    if due:
        _tell(school_id, today, due)
    return sum(map(len, due.values()))


def _tell(school_id: int, today: date, due: dict[int, list[int]]) -> None:
    school = School.objects.get(pk=school_id)
    late = sum(len(pks) for stage, pks in due.items() if stage < 0)
    outbox.post(
        "donations/loans_due",
        to=people_of(school.organisation_id, Permission.LOAN_KEEP),
        path=f"{reverse('donations:loan_list')}?daftar={'terlambat' if late else 'berjalan'}",
        once=f"loans_due:{school_id}:{today.isoformat()}",
        school=school.name,
        soon=sum(map(len, due.values())) - late,
        late=late,
    )
