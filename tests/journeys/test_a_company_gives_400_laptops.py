"""A company promises four hundred laptops through a file, and the first of them reach a school, in a real browser."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from donations.inventory_rows import COLUMNS
from donations.models import Device, Donor, Pledge, Wish
from ksbb.authority.roles import Role
from ksbb.common.spreadsheet_out import OutSheet, write_workbook
from schools.models import School
from tests.factories.accounts import PASSWORD, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.donations import people_at
from tests.journeys import steps
from tests.journeys.steps import Door
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 400


def laptops(school: School) -> bytes:
    """Four hundred rows; three are for the school by name, one is damaged by a spreadsheet, one stands twice."""
    rows: list[list[object]] = [list(COLUMNS)]
    for number in range(ROWS):
        serial: object = f"CSR-{number:04d}"
        if number == 398:
            serial = 1234567890123456789
        if number == 399:
            serial = "CSR-0000"
        npsn = school.npsn if number < 3 else ""
        rows.append(
            [
                "Laptop",
                "Baru",
                "Rekaan",
                "Buku 14",
                serial,
                "",
                "",
                "",
                2025,
                "RAM 8 GB",
                "Pengisi daya, tas",
                6_500_000,
                npsn,
            ]
        )
    return write_workbook([OutSheet("Gawai", rows)])


def test_a_company_gives_400_laptops(school: School, person: Door) -> None:
    people_at(school, teachers=3)
    staff = steps.staff_of(school)
    company = OrganisationFactory.create(kind="donor", name="PT Uji Peduli")
    people = [UserFactory.create(email=f"{name}@uji.example", full_name=name.title()) for name in ("bagus", "ratna")]
    for user in people:
        MembershipFactory.create(user=user, organisation=company, role=Role.DONOR)
    Donor.objects.create(organisation=company, kind="company", shown_as="name")

    # Bagus uploads the list. Nothing is stored before he says so; what Excel damaged is named with its way out.
    bagus = person(width=1280)
    bagus.signs_in("bagus@uji.example", PASSWORD)
    page = bagus.goes_to("/gawai/")
    expect(page.get_by_role("link", name="Rekan di organisasi")).to_be_visible()
    page.get_by_role("link", name="Unggah berkas").click()
    file: Any = {"name": "laptop.xlsx", "mimeType": XLSX, "buffer": laptops(school)}
    page.get_by_label("Berkas gawai").set_input_files(file)
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_role("button", name="Terapkan 398 baris")).to_be_visible()
    assert not Device.objects.exists()
    page.get_by_role("link", name=re.compile("diperbaiki")).click()
    expect(page.get_by_text("dirusak Excel")).to_be_visible()
    expect(page.get_by_text("sudah ada di baris 2")).to_be_visible()
    page.get_by_role("button", name="Terapkan 398 baris").click()
    expect(page.get_by_role("link", name="Janjikan gawai")).to_be_visible()
    assert Device.objects.filter(stock_of=company).count() == 398
    applied = page.url

    # Three are promised to the school that the file names.
    page.get_by_role("link", name="Janjikan gawai").click()
    page.get_by_label("sekolah yang tertulis pada gawainya").check()
    page.get_by_label("Untuk siapa").select_option("teacher_computer")
    page.get_by_role("button", name="Masukkan ke keranjang").click()
    expect(page.get_by_text("3 gawai dari stok masuk ke keranjang")).to_be_visible()

    # Ratna of the same company sees the stock; the rest goes to where it is needed most, in Bagus's basket.
    ratna = person()
    ratna.signs_in("ratna@uji.example", PASSWORD)
    expect(ratna.goes_to("/gawai/").get_by_text("395 belum dijanjikan")).to_be_visible()
    page = bagus.goes_to("/gawai/janjikan/")
    page.get_by_label("yang paling membutuhkan").check()
    page.get_by_role("button", name="Masukkan ke keranjang").click()
    expect(page.get_by_text("395 gawai dari stok masuk ke keranjang")).to_be_visible()
    send_basket(page, timezone.localdate() + timedelta(days=7))

    # The three devices stand in the pledge already; the others wait for the matching.
    wait_until(Pledge.objects.filter(state="committed").exists, "the pledge is committed")
    pledge = Pledge.objects.get()
    taken = Device.objects.filter(allocation__line__pledge=pledge)
    assert set(taken.values_list("serial_number", flat=True)) == {"CSR-0000", "CSR-0001", "CSR-0002"}
    assert Wish.objects.get().quantity == 395

    # What is promised cannot be taken back as a file; the same file again changes nothing.
    page = bagus.goes_to(steps.path_of(applied))
    page.get_by_role("link", name="Batalkan berkas ini").click()
    page.get_by_role("button", name="Ya, batalkan").click()
    expect(page.get_by_text("tidak dapat dibatalkan")).to_be_visible()
    page = bagus.goes_to("/gawai/unggah/")
    page.get_by_label("Berkas gawai").set_input_files(file)
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_text("0 gawai baru masuk ke stok, 0 berubah")).to_be_visible()

    # The principal makes the appointment and prints the papers: the numbers are there, nobody types them.
    principal = person()
    principal.signs_in(staff.principal.email, PASSWORD)
    page = steps.schedule(principal, f"/donasi/{pledge.public_id}/")
    papers = steps.issue_papers(page)
    assert any("CSR-0001" in paper for paper in papers)
    steps.hand_over(principal, bagus, page.url)
    expect(bagus.goes_to("/gawai/?letak=diserahkan").get_by_text("CSR-0002")).to_be_visible()


def send_basket(page: Page, day: date) -> None:
    """Schedule, giver, statement, summary."""
    page.get_by_role("link", name="Lanjut ke jadwal").click()
    page.get_by_label("Tanggal penyerahan").fill(day.isoformat())
    for _step in ("jadwal", "pemberi"):
        page.locator("main form button[type=submit]").last.click()
        page.wait_for_load_state()
    page.get_by_label("Saya menyatakan", exact=False).check()
    page.locator("[name=signed_name]").fill("Bagus Uji")
    page.get_by_role("button", name="Janjikan semuanya").click()
    expect(page.get_by_text("Semua yang Anda janjikan sudah tercatat")).to_be_visible()
