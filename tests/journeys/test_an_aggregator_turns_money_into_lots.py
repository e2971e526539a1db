"""An aggregator turns Rp 1 billion into lots, and every donor sees where it went."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from donations.actions.issue_certificates import issue_certificates
from donations.books import Balance, balance_of
from donations.models import Aggregator, Consignment, Handover
from ksbb.accounts.models import Organisation, User
from ksbb.authority.actors import SYSTEM
from ksbb.authority.roles import Role
from schools.models import School
from tests.factories.accounts import PASSWORD, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.donations import donor_of, people_at, record_all
from tests.factories.verification import member
from tests.journeys import steps
from tests.journeys.conftest import Person
from tests.journeys.steps import Door

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
NAME = "Yayasan Uji Penyalur"
FIRST, SECOND, PRICE, COST = 600_000_000, 400_000_000, 900_000_000, 60_000_000


def _user(email: str, role: Role, organisation: Organisation) -> User:
    user: User = UserFactory.create(email=email)
    MembershipFactory.create(user=user, organisation=organisation, role=role)
    return user


def _giver(email: str, name: str) -> User:
    user = _user(email, Role.DONOR, OrganisationFactory.create(donor=True, name=name))
    donor_of(member("donor", user.memberships.get().organisation), kind="company")
    return user


def _signed_in(person: Door, user: User, *, width: int = 390) -> Person:
    found = person(width=width)
    found.signs_in(user.email, PASSWORD)
    return found


def _register(officer: Person) -> None:
    """Profile, licence, verification."""
    page = officer.goes_to("/agregator/kelola/baru/")
    page.get_by_label("Nama agregator").fill(NAME)
    page.get_by_label("Badan hukum").fill("Yayasan")
    page.get_by_label("Bagian biaya").fill("8")
    page.get_by_label("Cara menyerahkan").fill("Transfer ke rekening yayasan.")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("link", name="Catat izin").click()
    today = timezone.localdate()
    page.get_by_label("Nomor izin").fill("UJI/PUB/1")
    page.get_by_label("Penerbit").fill("Kementerian Sosial")
    page.get_by_label("Berlaku mulai").fill((today - timedelta(days=30)).isoformat())
    page.get_by_label("Berlaku sampai").fill((today + timedelta(days=300)).isoformat())
    page.get_by_role("button", name="Simpan izin").click()
    page.get_by_role("button", name="Nyatakan terverifikasi").click()
    expect(page.get_by_text("Agregator terverifikasi")).to_be_visible()


def _entrust(giver: Person, amount: int) -> None:
    """Money, promised through the basket; nothing is paid here."""
    page = giver.goes_to("/keranjang/tujuan/?ke=uang")
    page.get_by_label("Agregator").select_option(label=NAME)
    page.get_by_label("Jumlah uang").fill(str(amount))
    page.locator("main form button[type=submit]").last.click()
    page = giver.goes_to("/keranjang/langkah/jadwal/")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_role("button", name="Simpan dan lanjut").click()
    page.get_by_label("Saya menyatakan", exact=False).check()
    page.get_by_label("Tanda tangan", exact=False).first.fill("Penanda Uji")
    page.get_by_role("button", name="Janjikan semuanya").click()
    expect(page.get_by_text("Terima kasih").first).to_be_visible()


def _receive(keeper: Person, photo: Path) -> None:
    """Every titipan that waits, with a transfer slip."""
    for found in Consignment.objects.order_by("pk"):
        page = keeper.goes_to("/titipan/?keadaan=offered")
        page.locator(f"a[href='/titipan/{found.public_id}/']").click()
        page.get_by_role("link", name="Catat diterima").click()
        page.get_by_label("Berkas bukti").set_input_files(str(photo))
        page.get_by_role("button", name="Catat diterima").click()
        expect(page.get_by_text("Titipan tercatat di buku")).to_be_visible()


def _write(keeper: Person, kind: str, **fields: str) -> Page:
    page = keeper.goes_to(f"/buku/catat/{kind}/")
    kinds = fields.pop("device_type", "")
    if kinds:
        page.locator("[name=device_type]").select_option(kinds)
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_text("Tercatat di buku.")).to_be_visible()
    return page


def _place(keeper: Person, school: School, quantity: int) -> str:
    page = keeper.goes_to("/buku/")
    page.get_by_role("link", name="Salurkan").first.click()
    page.get_by_label("NPSN sekolah").fill(school.npsn)
    page.get_by_label("Jumlah gawai").fill(str(quantity))
    page.get_by_label("Tanggal penyerahan").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    page.get_by_role("button", name="Janjikan kepada sekolah").click()
    page.wait_for_url(re.compile(r"/donasi/[0-9a-f-]{36}/"))
    return steps.path_of(page.url)


def _sees(giver: Person, *words: str) -> None:
    page = giver.goes_to("/titipan/")
    page.locator("main table a").first.click()
    fate = page.locator("section.fate")
    for word in words:
        expect(fate.get_by_text(word).first).to_be_visible()


def test_an_aggregator_turns_money_into_lots(school: School, photo: Path, person: Door) -> None:
    staff = steps.staff_of(school)
    people_at(school, pupils=4)
    office = OrganisationFactory.create(name="Dinas Uji", codes=("31",))
    officer = _signed_in(person, _user("koordinator@uji.example", Role.COORDINATOR, office), width=1280)
    _register(officer)
    book = Aggregator.objects.get(organisation__name=NAME)

    company = _signed_in(person, _giver("perusahaan@uji.example", "PT Uji Peduli"))
    partners = _signed_in(person, _giver("mitra@uji.example", "PT Uji Mitra"))
    _entrust(company, FIRST)
    _entrust(partners, SECOND)

    keeper = _signed_in(person, _user("agregator@uji.example", Role.AGGREGATOR, book.organisation), width=1280)
    _receive(keeper, photo)
    _write(keeper, "purchase", amount=str(PRICE), quantity="300", device_type="tablet", proof_number="FAKTUR-1")
    _write(keeper, "cost", amount=str(COST))
    assert balance_of(book) == Balance(FIRST + SECOND, PRICE, COST, 0)
    pledge = _place(keeper, school, 3)

    principal = _signed_in(person, staff.principal)
    page = steps.schedule(principal, pledge)
    handover = Handover.objects.get()
    record_all(handover)
    issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Uji")
    page.reload()
    page = steps.hand_over(principal, keeper, page.url)
    report = steps.report(principal, page.url, photo)
    validator = _signed_in(person, staff.validator)
    page = validator.goes_to(report)
    page.get_by_role("button", name="Verifikasi").click()
    expect(page.get_by_text(re.compile("terverifikasi", re.IGNORECASE)).first).to_be_visible()

    # Six hundred of nine hundred million bought two hundred of three hundred tablets; the rest came from the other.
    _sees(company, "Rp 600.000.000", school.name, "200", "3")
    _sees(partners, "Rp 400.000.000", "Rp 300.000.000", "Rp 60.000.000", "Rp 40.000.000", "100")
    code = Consignment.objects.order_by("pk")[0].receipt_code
    page = person().goes_to(f"/bukti/{code}/")
    expect(page.get_by_text("Gawai dibeli")).to_be_visible()
    assert "600.000.000" not in page.content()
