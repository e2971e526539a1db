"""A day at the validator's desk: the odd ones first, each word reaches whom it concerns, and the green ones go together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ksbb.accounts.models import User
from recipients.models import NeedClass
from recipients.statistics import figures_of_school
from schools.models import School
from tests.factories.accounts import PASSWORD
from tests.journeys import steps
from tests.journeys.conftest import Person
from tests.journeys.desk_stories import Morning, a_morning, another_validator
from tests.journeys.steps import Door, Mail, Staff
from verification.models import Report

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

AT_A_REPORT = re.compile(r"/laporan/[0-9a-f-]{36}/$")


def test_a_day_at_the_validators_desk(school: School, photo: Path, person: Door, mail: Mail) -> None:
    staff = steps.staff_of(school)
    morning = a_morning(school, staff.principal)
    open_before = open_needs(school)
    yusuf = person(width=1280)
    page = yusuf.signs_in(staff.validator.email, PASSWORD)

    # The queue: what is odd comes first, and among equals what waits longest.
    page = yusuf.goes_to("/laporan/")
    assert in_the_list(page) == [morning.copied, morning.partial, morning.unconfirmed, *morning.green]
    page.keyboard.press("n")
    page.wait_for_url(address(morning.copied))

    a_colleague_sees_who_has_it(person, staff, morning.copied)
    whoever_works_at_the_school_finds_nothing(person, staff, morning.copied)
    the_copied_photo_is_rejected(page, morning)
    assert open_needs(school) == open_before + 1
    the_partial_one_goes_back(page, morning)

    # The one whose guardian has not answered: a family without a phone holds up nothing. Twice the same key, then the next.
    page.wait_for_url(address(morning.unconfirmed))
    expect(page.get_by_text("Belum satu pun dari 1 wali yang mengonfirmasi.")).to_be_visible()
    page.keyboard.press("v")
    expect(page.get_by_text("Tekan v sekali lagi.")).to_be_visible()
    page.keyboard.press("v")
    page.wait_for_url(address(morning.green[0]))

    the_green_ones_go_together(yusuf)
    everyone_concerned_is_told(mail, staff, morning)
    the_school_repairs_exactly_that(person, staff, morning, photo, mail)
    page = yusuf.goes_to("/laporan/?tampil=ulang")
    assert in_the_list(page) == [morning.partial]
    # One was proven before today, one by itself, three together.
    assert steps.verified_in_public(person()) == 5


def open_needs(school: School) -> int:
    return figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].open


def address(report: Report) -> re.Pattern[str]:
    return re.compile(f"/laporan/{report.public_id}/")


def in_the_list(page: Page) -> list[Report]:
    """The reports of the desk's table, from top to bottom."""
    links = [str(link.get_attribute("href")) for link in page.locator("table.desk a[href^='/laporan/']").all()]
    found = {str(report.public_id): report for report in Report.objects.all()}
    return [found[link.split("/")[2]] for link in links]


def a_colleague_sees_who_has_it(person: Door, staff: Staff, report: Report) -> None:
    colleague = person(width=1280)
    colleague.signs_in(another_validator("Dewi Uji", "dewi@uji.example").email, PASSWORD)
    page = colleague.goes_to("/laporan/")
    expect(page.locator("table.desk tbody tr").first).to_contain_text(staff.validator.full_name)
    page = colleague.goes_to(f"/laporan/{report.public_id}/")
    expect(page.get_by_text(f"sedang diperiksa oleh {staff.validator.full_name}")).to_be_visible()
    expect(page.get_by_role("button", name="Verifikasi")).to_have_count(0)


def whoever_works_at_the_school_finds_nothing(person: Door, staff: Staff, report: Report) -> None:
    """The operator has an account at the desk too: another address, the same person."""
    twice = another_validator("Tono Uji", "tono@uji.example", same_person_as=staff.operator)
    same = person()
    same.signs_in(twice.email, PASSWORD)
    page = same.goes_to("/laporan/")
    expect(page.get_by_text("Tidak ada laporan yang menunggu")).to_be_visible()
    page = same.goes_to(f"/laporan/{report.public_id}/")
    expect(page.get_by_text("Anda pernah terlibat", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Verifikasi")).to_have_count(0)


def the_copied_photo_is_rejected(page: Page, morning: Morning) -> None:
    """The sheet says what is wrong; without a reason the key only leads to the reasons; with one it is asked once more."""
    notice = page.locator(".notice", has_text="Periksa perbedaan ini")
    expect(notice).to_contain_text("km dari sekolah")
    expect(notice).to_contain_text("mirip sekali dengan foto laporan lain")
    page.keyboard.press("t")
    expect(page.locator("[name=marks]").first).to_be_focused()
    page.get_by_label("Masalah foto 1").select_option(label="Sudah dipakai di laporan lain")
    page.get_by_role("heading", name="Putusan Anda").click()
    page.keyboard.press("t")
    expect(page.get_by_role("heading", name="Tolak laporan ini?")).to_be_visible()
    page.get_by_role("button", name="Ya, tolak laporan").click()
    page.wait_for_url(address(morning.partial))


def the_partial_one_goes_back(page: Page, morning: Morning) -> None:
    """By keyboard alone: a reason is ticked, the rest is chosen at the device."""
    expect(page.locator(".notice", has_text="Periksa perbedaan ini")).to_contain_text("dilaporkan 1")
    page.keyboard.press("k")
    page.keyboard.press("Space")
    page.get_by_label("Masalah gawai 1").select_option(label="Tidak tampak di foto")
    page.locator("[name=marks]").first.focus()
    page.keyboard.press("k")
    page.wait_for_url(address(morning.unconfirmed))


def the_green_ones_go_together(yusuf: Person) -> None:
    page = yusuf.goes_to("/laporan/?tampil=hijau")
    expect(page.locator("table.desk .glance img")).to_have_count(3)
    page.get_by_role("button", name="Pilih semua di halaman ini").click()
    page.get_by_role("button", name=re.compile("Verifikasi yang dipilih")).click()
    page.get_by_role("button", name="Ya, verifikasi semuanya").click()
    expect(page.get_by_text("3 dari 3 laporan terverifikasi.")).to_be_visible()


def everyone_concerned_is_told(mail: Mail, staff: Staff, morning: Morning) -> None:
    def told(user: User, words: str) -> str:
        return str(mail(user.email, words).get_content())

    assert str(morning.copied.public_id) in told(staff.principal, "ditolak")
    assert str(morning.copied.handover.pledge.public_id) in told(morning.donor, "belum dapat diterima")
    assert told(staff.principal, "terverifikasi")
    assert told(morning.donor, "Terbukti")


def the_school_repairs_exactly_that(person: Door, staff: Staff, morning: Morning, photo: Path, mail: Mail) -> None:
    """What is to be done stands at its place on the form, and nowhere else."""
    letter = mail(staff.principal.email, "perlu diperbaiki")
    principal = person()
    principal.signs_in(staff.principal.email, PASSWORD)
    page = principal.goes_to(steps.path_of(steps.link_in(letter, "/laporan/")))
    expect(page.locator(".notice", has_text="Laporan ini perlu diperbaiki").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("link", name="Perbaiki laporan").click()
    expect(page.locator(".mend")).to_have_count(2)
    expect(page.locator(".mend").filter(has_text="tidak tampak di satu foto pun")).to_be_visible()
    expect(page.locator("fieldset", has=page.get_by_label("Foto bukti")).locator(".mend")).to_contain_text("stempel")
    steps.report(principal, f"/serah-terima/{morning.partial.handover.public_id}/", photo)
