"""The steps of the journeys, each as a person does it: by what is written on the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from ksbb.accounts.models import Organisation, User
from ksbb.authority.roles import Role
from schools.models import School
from tests.factories.accounts import PASSWORD, MembershipFactory, OrganisationFactory, UserFactory
from tests.journeys.conftest import Person
from tests.waiting import wait_until

Mail = Callable[[str, str], EmailMessage]
Door = Callable[..., Person]


@dataclass(frozen=True)
class Staff:
    """The people of one school and the validator over its ground; every password is PASSWORD."""

    operator: User
    principal: User
    validator: User


def staff_of(school: School) -> Staff:
    def member(name: str, role: Role, organisation: Organisation) -> User:
        user = UserFactory.create(email=f"{role.value}@uji.example", full_name=name)
        MembershipFactory.create(user=user, organisation=organisation, role=role)
        return user

    office = OrganisationFactory.create(name="Tim Validator Uji", region="31", codes=("31",))
    return Staff(
        operator=member("Tono Uji", Role.SCHOOL_OPERATOR, school.organisation),
        principal=member("Sari Uji", Role.PRINCIPAL, school.organisation),
        validator=member("Yusuf Uji", Role.VALIDATOR, office),
    )


def rehearse(operator: Person, workbook: bytes, name: str) -> Page:
    """Upload and wait until the worker has looked at every row; the page of the rehearsal."""
    page = operator.goes_to("/penerima/unggah/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("Berkas dari Dapodik").set_input_files({"name": name, "mimeType": kind, "buffer": workbook})
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.locator("nav.tabs").first).to_be_visible()
    return page


def apply(operator: Person, run: str) -> Page:
    """Approve the good rows of the upload at `run`, after what the confirmation says; the worker writes them."""
    page = operator.goes_to(run)
    page.get_by_role("link", name=re.compile("Terapkan .* baris")).click()
    page.get_by_role("button", name="Ya, terapkan").click()
    expect(page.get_by_text("sudah diterapkan").first).to_be_visible()
    return page


def upload(operator: Person, workbook: bytes, name: str) -> Page:
    """Upload, look at the rehearsal, apply."""
    return apply(operator, path_of(rehearse(operator, workbook, name).url))


def tick_everybody(operator: Person, access: str) -> None:
    """Device access of all on the page, and the parents' consent."""
    page = operator.goes_to("/penerima/isian-cepat/")
    for person in page.locator("fieldset.tick").all():
        person.get_by_label(access, exact=False).check()
        person.get_by_role("checkbox").check()
    page.get_by_role("button", name="Simpan halaman ini").click()
    expect(page.get_by_text("Semua sudah lengkap")).to_be_visible()


def become_a_donor(donor: Person, mail: Mail, school: School, email: str) -> None:
    """From the school's need to an account with a confirmed address and a giver's profile, and back to the form."""
    page = donor.goes_to(f"/kebutuhan/{school.npsn}/")
    page.get_by_role("link", name="Beri bantuan").first.click()
    page.get_by_role("link", name="Daftar sebagai donatur").first.click()
    page.get_by_label("Nama lengkap").fill("Rara Uji")
    page.get_by_label("Alamat e-mail").fill(email)
    page.get_by_label("Kata sandi", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Daftar", exact=True).click()
    expect(page).to_have_url(re.compile("alamat/terkirim"))
    page.goto(link_in(mail(email, ""), "/akun/alamat/pastikan/"))
    page.get_by_role("button", name=re.compile("benar|Konfirmasi|Ya", re.IGNORECASE)).first.click()
    page.wait_for_load_state()
    donor.signs_in_if_asked(email, PASSWORD)
    page = donor.goes_to(f"/kebutuhan/{school.npsn}/beri/")
    page.get_by_label("Perorangan").check()
    page.get_by_role("button", name=re.compile("Lanjut|Simpan|Daftar")).first.click()
    expect(page).to_have_url(re.compile(rf"^[^?]*/kebutuhan/{school.npsn}/beri/"))


def promise(donor: Person, school: School, need_class: str, device_type: str, quantity: int = 1) -> str:
    """Fill the pledge form; the address of the pledge's page."""
    page = donor.goes_to(f"/kebutuhan/{school.npsn}/beri/")
    page.locator(f"[name='{need_class}-0-device_type']").select_option(device_type)
    page.locator(f"[name='{need_class}-0-quantity']").fill(str(quantity))
    page.get_by_label("Saya menyatakan", exact=False).check()
    page.get_by_label("Tanda tangan", exact=False).fill("Rara Uji")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/donasi/[0-9a-f-]{36}/"))
    return page.url


def schedule(principal: Person, pledge_path: str) -> Page:
    page = principal.goes_to(pledge_path)
    page.get_by_role("link", name=re.compile("jadwal", re.IGNORECASE)).first.click()
    soon = timezone.localtime() + timedelta(hours=1)
    page.get_by_label("Tanggal", exact=False).fill(soon.date().isoformat())
    page.get_by_label("Jam", exact=False).fill(f"{soon:%H:%M}")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/serah-terima/[0-9a-f-]{36}/$"))
    return page


def record_device(page: Page, *, brand: str, model: str, imei: str = "", serial: str = "") -> None:
    page.get_by_role("link", name=re.compile("Isi data gawai")).first.click()
    page.get_by_label("Merek").fill(brand)
    page.get_by_label("Tipe").fill(model)
    page.locator("[name=imei]").fill(imei)
    page.get_by_label("Nomor seri").fill(serial)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/serah-terima/[0-9a-f-]{36}/$"))


def issue_papers(page: Page) -> list[str]:
    """Issue the BAST and download every paper; the text of each, read back from its PDF."""
    page.get_by_role("button", name=re.compile("Terbitkan BAST")).click()
    papers = page.locator("a[href*='/bast/'][href$='.pdf']")
    expect(papers.first).to_be_visible()
    addresses = sorted({str(link.get_attribute("href")) for link in papers.all()})
    origin = re.sub(r"(https?://[^/]+)/.*", r"\1", page.url)
    return [_text(page.request.get(origin + address).body()) for address in addresses]


def _text(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages))


def hand_over(principal: Person, giver: Person, handover: str) -> Page:
    """The giver opens a code on the own phone, the school scans it; the giver's screen says by itself when it is done."""
    path = path_of(handover)
    shown = giver.goes_to(path)
    shown.get_by_role("link", name="Buka kode untuk sekolah").click()
    shown.get_by_role("button", name="Buka kode").click()
    digits = re.sub(r"\D", "", shown.locator(".door-digits").inner_text())
    page = principal.goes_to(f"{path}selesai/#{digits}")
    expect(page.get_by_label("Kode enam angka")).to_have_value(digits)
    page.get_by_role("button", name="Ya, gawai sudah diterima").click()
    page.wait_for_url(re.compile(r"/serah-terima/[0-9a-f-]{36}/$"))
    expect(shown.get_by_text("Sudah diterima sekolah")).to_be_visible()
    expect(shown.locator(".door-digits")).to_have_count(0)
    return page


def hand_over_on_paper(page: Page, photo: Path) -> None:
    """Without network on the day: the photo of the BAST that both signed."""
    page.get_by_role("link", name="Catat serah terima").first.click()
    page.get_by_text("Waktu serah terima tidak ada jaringan?").click()
    page.get_by_label("Foto BAST", exact=False).set_input_files(str(photo))
    page.get_by_role("button", name="Kirim foto BAST").click()
    page.wait_for_url(re.compile(r"/serah-terima/[0-9a-f-]{36}/$"))


def report(principal: Person, handover_url: str, photo: Path) -> str:
    """Report with a photo; the address of the report's page."""
    page = principal.goes_to(f"{path_of(handover_url)}laporkan/")
    expect(page.get_by_role("button", name="Kirim laporan")).to_be_visible()
    page.get_by_label("Foto bukti").last.set_input_files(str(photo))
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url(re.compile(r"/laporan/[0-9a-f-]{36}/"))

    def is_looked_at() -> bool:
        page.reload()
        return page.get_by_text("Foto sedang diperiksa sistem").count() == 0

    wait_until(is_looked_at, "the worker has looked at the photos")
    return path_of(page.url)


def verified_in_public(visitor: Person) -> int:
    """The fourth number on the first page."""
    page = visitor.goes_to("/")
    text = page.locator(".figure-verified .figure-value").first.inner_text()
    return int(text.replace(".", ""))


def link_in(letter: EmailMessage, part: str) -> str:
    """The first address in the letter that holds `part`."""
    found = re.search(rf"https?://\S*{re.escape(part)}\S*", letter.get_content())
    assert found, f"no {part} in the letter"
    return found.group()


def path_of(url: str) -> str:
    return re.sub(r"https?://[^/]+", "", url)
