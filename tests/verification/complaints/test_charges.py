"""A guardian who was asked for money says so on the slip; the auditor hears of it once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from donations.models import Handover, ReceiptSlip
from ksbb.notifications.models import Message
from tests.donations.parallel import at_once
from tests.factories.verification import handed_over
from tests.verification.complaints.conftest import Offices
from verification import complaint_watch
from verification.models import Complaint


def answered_slip(*, was_charged: bool) -> ReceiptSlip:
    unit = handed_over().allocations.get()
    told = {"answered_at": timezone.now(), "arrived": True, "was_charged": was_charged}
    ReceiptSlip.objects.filter(allocation=unit).update(**told)
    return ReceiptSlip.objects.get(allocation=unit)


def test_a_charge_becomes_a_complaint_that_only_the_auditor_reads(offices: Offices) -> None:
    slip = answered_slip(was_charged=True)
    assert complaint_watch.file_charges() == 1
    complaint = Complaint.objects.get()
    assert (complaint.category, complaint.is_sensitive, complaint.level) == ("fee", True, 4)
    assert complaint.school == Handover.objects.get(pk=slip.allocation.handover_id).school
    assert complaint.device_id == slip.allocation.device.pk
    told = Message.objects.filter(kind="verification/complaint_sensitive")
    assert [one.to_user_id for one in told] == [offices.auditor.user_id]


def test_where_nothing_was_charged_there_is_no_complaint(offices: Offices) -> None:
    answered_slip(was_charged=False)
    assert complaint_watch.file_charges() == 0
    assert not Complaint.objects.exists()


def test_looking_again_files_nothing_again(offices: Offices) -> None:
    answered_slip(was_charged=True)
    assert [complaint_watch.file_charges() for _time in range(3)] == [1, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_file_it_once(offices: Offices) -> None:
    answered_slip(was_charged=True)
    assert sorted(at_once([complaint_watch.file_charges] * 4)) == [0, 0, 0, 1]
    assert Complaint.objects.count() == 1
