"""The demo's complaints: at every step, in a past that the public figures can tell, and true of all that is checked."""

from __future__ import annotations

from ksbb.portal.demo import complaints
from schools.models import School
from tests.verification.complaints.conftest import Offices
from verification.checks.complaints import CHECKS
from verification.complaint_statistics import figures
from verification.models import Complaint


def test_there_is_something_at_every_step_and_level(school: School, offices: Offices) -> None:
    complaints.tell(school)
    told = Complaint.objects.all()
    assert set(told.values_list("state", flat=True)) == {"open", "assigned", "answered", "closed"}
    assert set(told.values_list("level", flat=True)) == {1, 2, 3, 4}


def test_the_figures_have_months_to_show(school: School, offices: Offices) -> None:
    complaints.tell(school)
    found = figures()
    assert (len(found.periods) > 1, len(found.bars) > 4, found.in_time is not None) == (True, True, True)


def test_nothing_in_it_differs_from_what_must_be_true(school: School, offices: Offices) -> None:
    complaints.tell(school)
    assert {check.name: check.find(True).count for check in CHECKS} == dict.fromkeys([c.name for c in CHECKS], 0)
