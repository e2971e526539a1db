"""A teacher's laptop becomes the school's property and is lent, with a paper that says until when."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from donations.models import Custody, Device
from donations.states import DeviceState
from schools.models import School
from tests.factories.accounts import PASSWORD
from tests.factories.workbooks import teacher_workbook
from tests.journeys import steps
from tests.journeys.steps import Door, Mail

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_a_laptop_is_lent_to_a_teacher(school: School, photo: Path, person: Door, mail: Mail) -> None:
    staff = steps.staff_of(school)
    operator = person()
    operator.signs_in(staff.operator.email, PASSWORD)
    steps.upload(operator, teacher_workbook(2, school=school.name), "daftar-guru.xlsx")
    steps.tick_everybody(operator, "tidak punya")

    donor = person()
    steps.become_a_donor(donor, mail, school, "rara@uji.example")
    pledge = steps.promise(donor, school, "teacher_computer", "laptop")

    principal = person()
    principal.signs_in(staff.principal.email, PASSWORD)
    page = steps.schedule(principal, steps.path_of(pledge))
    steps.record_device(page, brand="Rekaan", model="Buku 14", serial="UJI-0001")
    papers = steps.issue_papers(page)
    assert any("PINJAM PAKAI" in paper.upper() for paper in papers)
    handover = page.url
    steps.hand_over(principal, donor, handover)
    report = steps.report(principal, handover, photo)

    validator = person()
    validator.signs_in(staff.validator.email, PASSWORD)
    page = validator.goes_to(report)
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.get_by_text(re.compile("terverifikasi", re.IGNORECASE)).first).to_be_visible()

    laptop = Device.objects.get(serial_number="UJI-0001")
    assert (laptop.custody, laptop.state) == (Custody.LENT_BY_SCHOOL, DeviceState.IN_USE)
    assert steps.verified_in_public(person()) == 1
