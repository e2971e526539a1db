"""The coordinator publishes version 2: drafted, previewed, proposed, put into force by another, and it is as foretold."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from ksbb.accounts.models import User
from ksbb.authority.roles import Role
from recipients.actions.assess import assess
from recipients.actions.fold_tallies import fold_tallies
from schools.models import School
from tests.factories.accounts import PASSWORD, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.recipients import RecipientFactory
from tests.journeys import steps
from tests.journeys.steps import Door, Mail

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def coordinators() -> tuple[User, User]:
    office = OrganisationFactory.create(name="Dinas Uji", region="31", codes=("31",))
    people = [UserFactory.create(email=f"{name}@uji.example", full_name=name.title()) for name in ("maya", "rudi")]
    for user in people:
        MembershipFactory.create(user=user, organisation=office, role=Role.COORDINATOR)
    return people[0], people[1]


def figure(page: Page, name: str) -> int:
    """One of the four numbers of the effect."""
    return int(page.locator(f".effect-figures div:has(dt:text-is('{name}')) dd").inner_text().replace(".", ""))


def open_needs(page: Page, school: School) -> int:
    """What the school's public page says is needed."""
    page.goto(re.sub(r"^(https?://[^/]+).*", r"\1", page.url) + f"/kebutuhan/{school.npsn}/")
    return int(page.locator(".figure-needed .figure-value").first.inner_text().replace(".", ""))


def six_pupils(school: School) -> None:
    """All without a device, with consent; every third holds a KIP."""
    consent = {"relation": "mother", "given_on": date(2026, 7, 1)}
    for number in range(6):
        facts = {"device_access": "none", "has_kip": number % 3 == 0}
        RecipientFactory.create(school=school, circumstances=facts, consent=consent)
    assess()
    fold_tallies()


def test_the_coordinator_publishes_version_2(school: School, person: Door, mail: Mail) -> None:
    staff = steps.staff_of(school)
    maya, rudi = coordinators()
    six_pupils(school)
    operator = person(width=1280)
    operator.signs_in(staff.operator.email, PASSWORD)
    page = operator.goes_to("/")
    assert open_needs(page, school) == 6

    # The first coordinator begins from version 1: only pupils who hold a card shall be helped, and a card counts more.
    one = person()
    one.signs_in(maya.email, PASSWORD)
    page = one.goes_to("/kriteria/")
    page.get_by_role("link", name=re.compile("Peserta didik, versi 1")).click()
    page.get_by_role("link", name="Buat rancangan dari versi ini").click()
    page.get_by_role("button", name="Buat rancangan").click()
    page.get_by_role("link", name=re.compile(r"Ubah\s+Pemegang KIP")).click()
    page.locator("[name=weight]").fill("25")
    page.get_by_role("button", name="Simpan aturan").click()
    expect(page.get_by_text("Memegang KIP, KJP Plus, atau KPS: tambah 25 poin.").first).to_be_visible()
    page.get_by_role("link", name="Tambah aturan").click()
    page.get_by_label("Kartu bantuan").check()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Wajib", exact=False).check()
    page.get_by_label("Memegang KIP, KJP Plus, atau KPS", exact=True).check()
    page.get_by_role("button", name="Simpan aturan").click()

    # She sees the effect before anybody else, and proposes; she cannot put it into force herself.
    page.get_by_role("link", name="Lihat dampak").first.click()
    foretold = {name: figure(page, name) for name in ("Layak sekarang", "Layak nanti", "Masuk", "Keluar")}
    assert foretold["Layak sekarang"] == 6
    assert foretold["Layak sekarang"] - foretold["Keluar"] + foretold["Masuk"] == foretold["Layak nanti"]
    assert 0 < foretold["Layak nanti"] < 6
    expect(page.locator(".effect-ranks")).to_be_visible()
    page.get_by_role("link", name="Ajukan ke koordinator lain").click()
    page.get_by_role("button", name="Ya, ajukan").click()
    expect(page.get_by_text("harus dilakukan koordinator lain")).to_be_visible()
    expect(page.get_by_role("link", name="Periksa dan berlakukan")).to_have_count(0)
    address = steps.path_of(page.url)
    assert open_needs(page, school) == 6

    # The second one is told, sees the same numbers, and puts it into force.
    letter = mail(rudi.email, "menunggu persetujuan")
    other = person(width=1280)
    other.signs_in(rudi.email, PASSWORD)
    page = other.goes_to(steps.path_of(steps.link_in(letter, "/kriteria/")))
    assert steps.path_of(page.url) == address
    page.get_by_role("link", name="Periksa dan berlakukan").click()
    assert {name: figure(page, name) for name in foretold} == foretold
    page.get_by_role("button", name="Ya, setujui").click()
    expect(page.get_by_text("sekarang berlaku").first).to_be_visible()

    # What was foretold has come to be, for the public and for the school.
    assert open_needs(page, school) == foretold["Layak nanti"]
    page = operator.goes_to("/penerima/?kelayakan=ya")
    expect(page.locator("tbody tr")).to_have_count(foretold["Layak nanti"])
    page.locator("tbody tr a").first.click()
    expect(page.get_by_text("Memegang KIP, KJP Plus, atau KPS").first).to_be_visible()
