"""A guardian who is asked for money complains without an account; only the Inspektorat reads it, answers, and looks again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ksbb.accounts.models import User
from ksbb.authority.roles import Role
from schools.models import School
from tests.factories.accounts import PASSWORD, MembershipFactory, OrganisationFactory, UserFactory
from tests.journeys import steps
from tests.journeys.steps import Door, Mail

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

TOLD = "Diminta dua puluh lima ribu rupiah di ruang guru sebelum tabletnya diberikan."
ANSWER = "Sudah kami periksa. Uangnya dikembalikan dan yang meminta sudah ditegur tertulis."
AGAIN = "Uangnya belum kembali sampai hari ini."


def officer(name: str, role: Role, codes: tuple[str, ...]) -> User:
    user: User = UserFactory.create(email=f"{role.value}@uji.example", full_name=name)
    office = OrganisationFactory.create(name=f"Kantor Uji {role.value}", region=codes[0], codes=codes)
    MembershipFactory.create(user=user, organisation=office, role=role)
    return user


def test_a_guardian_complains_about_a_fee(school: School, photo: Path, person: Door, mail: Mail) -> None:
    district = officer("Dian Uji", Role.DISTRICT_SUPERVISOR, ("31.73.06",))
    auditor = officer("Lestari Uji", Role.AUDITOR, ("31",))
    principal = steps.staff_of(school).principal

    # On a telephone, from the address that is printed on the paper; the school is found by a part of its name.
    guardian = person(width=360)
    page = guardian.goes_to("/lapor/")
    expect(page.get_by_text("GRATIS, tidak ada biaya apa pun")).to_be_visible()
    page.get_by_label(re.compile("Ada yang meminta uang")).check()
    page.get_by_label("Nama sekolah atau NPSN").fill(school.npsn)
    page.get_by_role("button", name="Cari sekolah").click()
    page.get_by_label(re.compile(re.escape(school.name))).check()
    page.get_by_label("Ceritakan kejadiannya").fill("Pendek.")
    page.get_by_label("Foto atau PDF").set_input_files(str(photo))
    page.get_by_role("button", name="Kirim laporan").click()

    # Something was missing: everything typed is still there, the photo is asked for again.
    expect(page.get_by_text("Berkasnya harus dipilih lagi")).to_be_visible()
    expect(page.get_by_label(re.compile("Ada yang meminta uang"))).to_be_checked()
    expect(page.get_by_label(re.compile(re.escape(school.name)))).to_be_checked()
    page.get_by_label("Ceritakan kejadiannya").fill(TOLD)
    page.get_by_label("Foto atau PDF").set_input_files(str(photo))
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url(re.compile(r"/lapor/status/[\w-]{16}/$"))
    code = page.locator(".ticket-code").inner_text().strip()
    expect(page.get_by_text("Diteruskan ke Inspektorat.")).to_be_visible()
    expect(page.get_by_text(TOLD)).to_have_count(0)
    assert code not in page.url
    page.reload()
    expect(page.get_by_text(code)).to_be_visible()
    page.get_by_role("button", name="Tutup status ini").click()
    page.wait_for_url(re.compile(r"/lapor/cek/$"))
    page.go_back()
    expect(page.get_by_text(code)).to_have_count(0)

    # The Inspektorat gets a letter that says nothing of it, and reads the complaint behind its sign-in.
    letter = mail(auditor.email, "pengaduan rahasia")
    assert [words for words in (TOLD, code, school.name) if words in letter.get_content()] == []
    inspektorat = person(width=1280)
    inspektorat.signs_in(auditor.email, PASSWORD)
    page = inspektorat.goes_to(steps.path_of(steps.link_in(letter, "/pengaduan/")))
    desk = steps.path_of(page.url)
    expect(page.get_by_text(TOLD)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Unduh lampiran 1")).click()
    assert download.value.suggested_filename.endswith(".jpg")
    page.get_by_role("button", name="Saya tangani").click()
    page.get_by_label("Jawaban untuk pelapor").fill(ANSWER)
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Jawaban tersimpan")).to_be_visible()

    # The kecamatan and the school know nothing of it.
    for user in (district, principal):
        stranger = person()
        stranger.signs_in(user.email, PASSWORD)
        answer = stranger.page.request.get(guardian.address + desk)
        assert answer.status == 404

    # With the code the guardian reads the answer, is not content, and the Inspektorat looks again.
    page = guardian.goes_to("/lapor/cek/")
    page.get_by_label("Kode tiket").fill(code.lower())
    page.get_by_role("button", name="Lihat status").click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.get_by_text("Belum puas dengan jawabannya?").click()
    page.get_by_label("Apa yang belum terjawab?").fill(AGAIN)
    page.get_by_role("button", name="Minta diperiksa lagi").click()
    expect(page.get_by_text("Pelapor belum puas")).to_be_visible()
    mail(auditor.email, "naik ke kantor Anda")
    page = inspektorat.goes_to(desk)
    expect(page.get_by_text(AGAIN)).to_be_visible()
