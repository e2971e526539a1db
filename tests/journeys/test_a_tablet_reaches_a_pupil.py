"""From a donor's promise to a verified handover, through every role, in a real browser with a real worker."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ksbb.authority.roles import Role
from recipients.models import NeedTally
from schools.models import School
from tests.factories.accounts import PASSWORD, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.workbooks import pupil_workbook
from tests.journeys import steps
from tests.journeys.steps import Door, Mail
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_a_tablet_reaches_a_pupil(real_school: School, photo: Path, person: Door, mail: Mail) -> None:
    school = real_school
    staff = steps.staff_of(school)
    visitor = person(width=1280)
    before = steps.verified_in_public(visitor)

    # The operator uploads the Dapodik file and adds what it does not know.
    operator = person()
    operator.signs_in(staff.operator.email, PASSWORD)
    steps.upload(operator, pupil_workbook(4, school=school.name), "daftar_pd.xlsx")
    steps.tick_everybody(operator, "tidak punya")

    # The need is public: a number, never a name.
    wait_until(NeedTally.objects.filter(open=4).exists, "the worker folded the counts")
    page = visitor.goes_to("/kebutuhan/")
    expect(page.get_by_text(school.name).first).to_be_visible()
    page = visitor.goes_to(f"/kebutuhan/{school.npsn}/")
    expect(page.locator(".figure-needed .figure-value").first).to_have_text("4")

    # A donor comes in from the street and promises a tablet.
    donor = person()
    steps.become_a_donor(donor, mail, school, "rara@uji.example")
    pledge = steps.promise(donor, school, "student_device", "tablet")
    mail("rara@uji.example", "Terima kasih")

    # The principal hears of it, schedules, records the device, prints the papers and records the handover.
    principal = person()
    principal.signs_in(staff.principal.email, PASSWORD)
    letter = mail(staff.principal.email, "komitmen 1 gawai")
    page = steps.schedule(principal, steps.path_of(steps.link_in(letter, "/donasi/")))
    steps.record_device(page, brand="Contoh", model="Tab 10", imei="490154203237518")
    papers = steps.issue_papers(page)
    assert len(papers) == 2
    assert all("490154203237518" in paper for paper in papers)
    assert sum("•••• " in paper for paper in papers) == 1, "one paper names a pupil, by the last four digits"
    handover = page.url
    steps.hand_over(principal, donor, handover)
    report = steps.report(principal, handover, photo)

    # A validator of another city finds nothing; the principal who reported may not judge.
    stranger = UserFactory.create(email="orang.lain@uji.example")
    elsewhere = OrganisationFactory.create(name="Tim Lain", region="31.72", codes=("31.72",))
    MembershipFactory.create(user=stranger, organisation=elsewhere, role=Role.VALIDATOR)
    other = person()
    other.signs_in(stranger.email, PASSWORD)
    other.goes_to(report)
    expect(other.page.get_by_role("heading", name="Halaman tidak ditemukan")).to_be_visible()
    principal.goes_to(report)
    expect(principal.page.get_by_role("button", name="Verifikasi")).to_have_count(0)
    assert steps.verified_in_public(visitor) == before

    # The validator looks and verifies; only now the number moves, by one.
    validator = person(width=1280)
    validator.signs_in(staff.validator.email, PASSWORD)
    mail(staff.validator.email, "menunggu verifikasi")
    page = validator.goes_to(report)
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.get_by_text(re.compile("terverifikasi", re.IGNORECASE)).first).to_be_visible()
    assert steps.verified_in_public(visitor) == before + 1

    # The donor sees the gift arrive.
    mail("rara@uji.example", "Terbukti")
    donor.page.goto(pledge)
    expect(donor.page.get_by_text(re.compile("terverifikasi", re.IGNORECASE)).first).to_be_visible()
