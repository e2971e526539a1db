"""What must be possible is possible without JavaScript: to give, to register, to upload, to decide, to complain."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from recipients.models import NoticeSeen, Recipient
from schools.models import School
from tests.factories.accounts import PASSWORD
from tests.factories.donations import people_at
from tests.factories.verification import handed_over, report_on
from tests.factories.workbooks import pupil_workbook
from tests.journeys import steps
from tests.journeys.conftest import Person
from tests.journeys.steps import Door, Mail
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

TOLD = "Tablet yang dijanjikan belum juga sampai di sekolah anak saya."
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_donor_and_an_operator(school: School, person: Door, mail: Mail) -> None:
    staff = steps.staff_of(school)
    people_at(school, pupils=2)

    donor = person(scripts=False)
    steps.become_a_donor(donor, mail, school, "rara@uji.example")
    steps.promise(donor, school, "student_device", "tablet")
    expect(donor.page.get_by_text(school.name).first).to_be_visible()

    operator = person(scripts=False)
    operator.signs_in(staff.operator.email, PASSWORD)
    NoticeSeen.objects.all().delete()
    page = operator.goes_to("/penerima/baru/?jenis=murid")
    page.get_by_role("button", name="Saya sudah membaca").click()
    registers_siti(page)
    assert Recipient.objects.filter(school=school).count() == 3

    uploads(operator, pupil_workbook(4, school=school.name))
    assert Recipient.objects.filter(school=school).registered().count() == 7


def registers_siti(page: Page) -> None:
    page.get_by_label("Nama lengkap").fill("Siti Rekaan")
    page.get_by_label("Perempuan", exact=True).check()
    page.locator("[name=birth_date]").fill("2014-02-03")
    page.locator("[name=nik]").fill("3173064302140042")
    page.locator("[name=class_group]").fill("Kelas 6A")
    page.locator("[name=device_access]").first.check()
    page.get_by_role("button", name="Simpan dan nilai").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Siti Rekaan")


def uploads(operator: Person, workbook: bytes) -> None:
    """Nothing redraws itself: the operator loads the page anew, as it says."""
    page = operator.goes_to("/penerima/unggah/")
    page.get_by_label("Berkas dari Dapodik").set_input_files(
        {"name": "daftar_pd.xlsx", "mimeType": WORKBOOK, "buffer": workbook}
    )
    page.get_by_role("button", name="Unggah dan periksa").click()

    def shows(words: str) -> bool:
        page.reload()
        return page.get_by_text(words).count() > 0

    wait_until(lambda: shows("Terapkan 4 baris"), "the rows are looked at")
    page.get_by_role("link", name=re.compile("Terapkan .* baris")).click()
    page.get_by_role("button", name="Ya, terapkan").click()
    wait_until(lambda: shows("sudah diterapkan"), "the rows are written")


def test_a_validator_and_a_guardian(school: School, person: Door) -> None:
    staff = steps.staff_of(school)
    waiting = report_on(handed_over(school=school))

    validator = person(scripts=False)
    validator.signs_in(staff.validator.email, PASSWORD)
    page = validator.goes_to(f"/laporan/{waiting.public_id}/")
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.get_by_role("button", name="Verifikasi")).to_have_count(0)
    waiting.refresh_from_db()
    assert waiting.state == "verified"

    guardian = person(width=360, scripts=False)
    page = guardian.goes_to("/lapor/")
    page.locator("[name=category]").last.check()
    page.get_by_label("Nama sekolah atau NPSN").fill(school.npsn)
    page.get_by_role("button", name="Cari sekolah").click()
    page.get_by_label(re.compile(re.escape(school.name))).check()
    page.get_by_label("Ceritakan kejadiannya").fill(TOLD)
    page.get_by_role("button", name="Kirim laporan").click()
    code = page.locator(".ticket-code").inner_text().strip()

    page = person(width=360, scripts=False).goes_to("/lapor/cek/")
    page.get_by_label("Kode tiket").fill(code)
    page.get_by_role("button", name="Lihat status").click()
    expect(page.get_by_text(code)).to_be_visible()
