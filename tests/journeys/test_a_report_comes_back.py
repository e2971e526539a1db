"""A validator returns a report, the school repairs it, and only the repaired one counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from schools.models import School
from tests.factories.accounts import PASSWORD
from tests.factories.workbooks import pupil_workbook
from tests.journeys import steps
from tests.journeys.steps import Door, Mail

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

REASON = "Tanda tangan pada BAST tidak terlihat. Foto ulang halaman terakhirnya."


def test_a_report_comes_back(school: School, photo: Path, person: Door, mail: Mail) -> None:
    staff = steps.staff_of(school)
    operator = person()
    operator.signs_in(staff.operator.email, PASSWORD)
    steps.upload(operator, pupil_workbook(3, school=school.name), "daftar_pd.xlsx")
    steps.tick_everybody(operator, "tidak punya")
    donor = person()
    steps.become_a_donor(donor, mail, school, "rara@uji.example")
    pledge = steps.promise(donor, school, "student_device", "phone")
    principal = person()
    principal.signs_in(staff.principal.email, PASSWORD)
    page = steps.schedule(principal, steps.path_of(pledge))
    steps.record_device(page, brand="Contoh", model="Ponsel C5", imei="490154203237518")
    steps.issue_papers(page)
    handover = page.url
    steps.hand_over_on_paper(page, photo)
    report = steps.report(principal, handover, photo)

    # The validator returns it, with a reason that the school can act on.
    validator = person()
    validator.signs_in(staff.validator.email, PASSWORD)
    page = validator.goes_to(report)
    page.get_by_label("Alasan").fill(REASON)
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.get_by_text(REASON).first).to_be_visible()
    assert steps.verified_in_public(person()) == 0

    # The school reads why, sends it again, and it is verified.
    letter = mail(staff.principal.email, "perlu diperbaiki")
    page = principal.goes_to(steps.path_of(steps.link_in(letter, "/laporan/")))
    expect(page.get_by_text(REASON).first).to_be_visible()
    steps.report(principal, handover, photo)
    page = validator.goes_to(report)
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.get_by_text(re.compile("terverifikasi", re.IGNORECASE)).first).to_be_visible()
    assert steps.verified_in_public(person()) == 1
