"""A family finds a school on the map, gives one used phone, is asked to sign in on the way, and keeps what it chose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from donations.models import Pledge
from donations.states import PledgeState
from ksbb.common.sealing import unseal
from recipients.models import NeedClass, NeedTally
from recipients.statistics import figures_of_school
from schools.models import School
from tests.factories.accounts import PASSWORD
from tests.factories.donations import people_at
from tests.journeys import steps
from tests.journeys.steps import Door, Mail
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
ADDRESS = "keluarga@uji.example"


def test_a_family_gives_one_phone(real_school: School, photo: Path, person: Door, mail: Mail) -> None:
    school = real_school
    staff = steps.staff_of(school)
    people_at(school, pupils=3)
    wait_until(NeedTally.objects.filter(open=3).exists, "the counts are folded")

    # From the list and map of needs to the school.
    family = person()
    page = family.goes_to("/kebutuhan/")
    page.get_by_role("link", name=school.name).first.click()
    page.get_by_role("link", name=re.compile("keranjang", re.IGNORECASE)).first.click()

    # Nobody gives without an account: the family registers, and comes back to where it was.
    page.get_by_role("link", name="Daftar sebagai donatur").first.click()
    page.get_by_label("Nama lengkap").fill("Keluarga Uji")
    page.get_by_label("Alamat e-mail").fill(ADDRESS)
    page.get_by_label("Kata sandi", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Daftar", exact=True).click()
    expect(page).to_have_url(re.compile("alamat/terkirim"))
    page.goto(steps.link_in(mail(ADDRESS, ""), "/akun/alamat/pastikan/"))
    page.get_by_role("button", name=re.compile("benar|Konfirmasi|Ya", re.IGNORECASE)).first.click()
    page.wait_for_load_state()
    family.signs_in_if_asked(ADDRESS, PASSWORD)
    expect(page).to_have_url(re.compile("/donasi/daftar/"))
    page.get_by_label("Perorangan").check()
    page.get_by_role("button", name=re.compile("Lanjut|Simpan|Daftar")).first.click()

    # One used phone, with a photo of it.
    expect(page).to_have_url(re.compile(rf"/keranjang/tambah/{school.npsn}/$"))
    page.get_by_label("Jenis gawai").select_option("phone")
    page.get_by_role("radio", name="Bekas").check()
    page.get_by_text("Keterangan gawai, foto").click()
    page.get_by_label("Merek").fill("Contoh")
    page.get_by_label("Foto gawai bekas").set_input_files(str(photo))
    page.get_by_role("button", name="Masukkan ke keranjang").click()
    expect(page.get_by_text("1 HP").first).to_be_visible()
    expect(page.get_by_text("dipesan sampai pukul")).to_be_visible()
    assert figures_of_school(school.pk)[NeedClass.STUDENT_DEVICE].open == 2

    # The family leaves, and goes on later from where it was.
    page = family.goes_to("/")
    page = family.goes_to("/keranjang/")
    page.get_by_role("link", name="Lanjut ke jadwal").click()
    page.get_by_label("Saya antar ke sekolah").check()
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_label("Inisial").check()
    page.get_by_role("button", name="Simpan dan lanjut").click()

    # What is signed stands above the signature: typed, and drawn with a finger.
    expect(page.get_by_role("heading", name="Yang Anda janjikan")).to_be_visible()
    page.get_by_label("Saya menyatakan", exact=False).check()
    page.get_by_label("Tanda tangan", exact=False).first.fill("Ibu Uji")
    pad = page.locator("[data-ksbb-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 20, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Janjikan semuanya").click()
    page.wait_for_url(re.compile(r"/donasi/[0-9a-f-]{36}/"))
    expect(page.get_by_text("Terima kasih").first).to_be_visible()

    made = Pledge.objects.get(state=PledgeState.COMMITTED)
    assert (made.signed_name, made.shown_as, made.lines.get().condition) == ("Ibu Uji", "initials", "used")
    assert unseal(made.signature_sealed).startswith("M")
    mail(ADDRESS, "Terima kasih")

    # The principal hears of it, sees the photo, and says that the school is ready.
    principal = person()
    principal.signs_in(staff.principal.email, PASSWORD)
    letter = mail(staff.principal.email, "komitmen 1 gawai")
    page = principal.goes_to(steps.path_of(steps.link_in(letter, "/donasi/")))
    page.get_by_role("link", name="Sekolah siap menerima").click()
    page.get_by_role("button", name="Ya, sekolah siap menerima").click()
    mail(ADDRESS, "siap menerima gawai")
