"""A school finishes its list on a phone: tap, saved; the network goes and comes; for all, one step back; no mouse, no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from ksbb.authority.roles import Role
from recipients.actions.assess import assess
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.record_circumstances import record_circumstances
from recipients.models import Circumstances, Consent, Recipient
from schools.models import School
from tests.factories.accounts import PASSWORD, MembershipFactory, somebody
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory
from tests.journeys.network import network_comes, network_goes
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys"), pytest.mark.django_db(transaction=True)]

PATH = "/penerima/isian-cepat/"
Opened = Callable[..., tuple[BrowserContext, Page]]


@pytest.fixture
def pupils() -> list[Recipient]:
    """Six who were uploaded this evening; nobody has told anything of them."""
    install_first_criteria()
    school = SchoolFactory.create(accepted=True)
    people = [RecipientFactory.create(school=school, full_name=f"Murid {letter}") for letter in "ABCDEF"]
    assess()
    return people


@pytest.fixture
def opened(chromium: Browser, live_server: LiveServer, pupils: list[Recipient]) -> Iterator[Opened]:
    """opened(): the tick-list on a phone, as the operator of the school who comes here for the first time."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visit(width: int = 390, **options: object) -> tuple[BrowserContext, Page]:
        member = MembershipFactory.create(
            organisation=pupils[0].school.organisation, role=Role.SCHOOL_OPERATOR, notice_read=False
        )
        context = chromium.new_context(viewport={"width": width, "height": 844}, locale="id-ID", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/akun/masuk/?next={PATH}")
        page.get_by_label("Alamat e-mail").fill(member.user.email)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.get_by_role("button", name="Saya sudah membaca").click()
        # The page before has this address in its query: "there" is the path alone.
        expect(page).to_have_url(f"{live_server.url}{PATH}")
        page.wait_for_load_state("load")
        return context, page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def row(page: Page, person: Recipient) -> Locator:
    return page.locator(f"#orang-{person.public_id.hex}")


def saved(page: Page, person: Recipient) -> None:
    expect(row(page, person).get_by_role("status")).to_contain_text("tersimpan")


def told(person: Recipient) -> Circumstances:
    return Circumstances.objects.get(recipient=person)


def test_a_list_is_finished_by_tapping(opened: Opened, pupils: list[Recipient]) -> None:
    _context, page = opened()
    first, second, third = pupils[:3]

    row(page, first).get_by_label("Berbagi").check()
    row(page, first).get_by_label("Pelajar di rumah").fill("4")
    row(page, first).get_by_label("Kuota HP").check()
    row(page, first).get_by_label("Surat persetujuan sudah ada").check()
    saved(page, first)
    row(page, second).get_by_role("button", name="Sama seperti di atas").click()
    saved(page, second)
    row(page, third).get_by_label("Punya sendiri").check()
    saved(page, third)
    expect(page.get_by_text("3 dari 6 sudah lengkap")).to_be_visible()
    assert (told(second).device_access, told(second).household_learners, told(second).internet) == (
        "shared",
        4,
        "quota",
    )

    page.get_by_text("Isi untuk semua di halaman ini").click()
    page.locator("#all_access").select_option("none")
    page.locator("#all_consent").check()
    page.get_by_role("button", name="Isi yang masih kosong").click()
    expect(page.get_by_text("6 dari 6 sudah lengkap")).to_be_visible()
    page.get_by_role("button", name="Batalkan isian tadi").click()
    expect(page.get_by_text("3 dari 6 sudah lengkap")).to_be_visible()
    assert told(pupils[5]).device_access == "unknown"
    page.get_by_role("button", name="Isi yang masih kosong").click()
    expect(page.get_by_text("6 dari 6 sudah lengkap")).to_be_visible()

    page.get_by_role("button", name="Simpan halaman ini").click()
    expect(page.get_by_text("Semua sudah lengkap")).to_be_visible()
    assert Consent.objects.exclude(recipient=third).count() == 5


def test_without_a_network_the_typing_stays_and_is_saved_later(opened: Opened, pupils: list[Recipient]) -> None:
    _context, page = opened()
    network_goes(page)
    row(page, pupils[0]).get_by_label("Tidak punya").check()
    expect(page.get_by_role("alert")).to_contain_text("Isian Anda tetap di sini")
    assert told(pupils[0]).device_access == "unknown"
    expect(row(page, pupils[0]).get_by_label("Tidak punya")).to_be_checked()

    network_comes(page)
    page.get_by_role("button", name="Coba lagi").click()
    saved(page, pupils[0])
    assert told(pupils[0]).device_access == "none"
    expect(page.get_by_role("alert")).to_be_hidden()


def test_what_a_colleague_said_meanwhile_is_shown_and_stays(opened: Opened, pupils: list[Recipient]) -> None:
    _context, page = opened()
    school: School = pupils[0].school
    colleague = somebody("principal", organisation=school.organisation)
    record_circumstances(answers={pupils[0].pk: {"device_access": "own"}}, actor=colleague)
    row(page, pupils[0]).get_by_label("Tidak punya").check()
    expect(row(page, pupils[0])).to_contain_text("Baru saja diisi orang lain")
    expect(row(page, pupils[0]).get_by_label("Punya sendiri")).to_be_checked()
    assert told(pupils[0]).device_access == "own"


def test_the_keyboard_alone_is_enough(opened: Opened, pupils: list[Recipient]) -> None:
    _context, page = opened(width=1280)
    row(page, pupils[0]).get_by_label("Tidak punya").focus()
    page.keyboard.press("1")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    page.keyboard.press("=")
    saved(page, pupils[1])
    page.keyboard.press("Enter")
    page.keyboard.press("3")
    saved(page, pupils[2])
    wait_until(lambda: told(pupils[2]).device_access == "own", "the third row saved")
    assert [told(person).device_access for person in pupils[:3]] == ["none", "none", "own"]
    assert [told(person).consent_given for person in pupils[:3]] == [True, True, False]


def test_every_target_is_large_enough_for_a_thumb(opened: Opened, pupils: list[Recipient]) -> None:
    _context, page = opened(width=360)
    row(page, pupils[0]).get_by_label("Berbagi").check()
    row(page, pupils[1]).get_by_label("Tidak punya").check()
    targets = page.locator(
        ".tick-choice label:visible, .tick .btn:visible, .tick .form-check:visible, .tick-shared input:visible,"
        " .tick-save .btn:visible, .tick-all summary"
    )
    heights = [box["height"] for box in (target.bounding_box() for target in targets.all()) if box]
    assert min(heights) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_scripts_it_is_one_form(opened: Opened, pupils: list[Recipient]) -> None:
    _context, page = opened(java_script_enabled=False)
    row(page, pupils[0]).get_by_label("Tidak punya").check()
    row(page, pupils[0]).get_by_label("Surat persetujuan sudah ada").check()
    row(page, pupils[1]).get_by_role("button", name="Sama seperti di atas").click()
    expect(row(page, pupils[1]).get_by_label("Tidak punya")).to_be_checked()
    assert told(pupils[1]).device_access == "unknown"
    page.get_by_role("button", name="Simpan halaman ini").last.click()
    expect(page.get_by_text("2 orang disimpan")).to_be_visible()
    assert [told(person).consent_given for person in pupils[:3]] == [True, True, False]
