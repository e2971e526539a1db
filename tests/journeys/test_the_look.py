"""The pages as they are seen: narrow and wide, light and dark, with and without JavaScript, with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from ksbb.authority.roles import Role
from tests.factories.accounts import PASSWORD, MembershipFactory
from tests.factories.donations import people_at, school_at

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys"), pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, live_server: LiveServer) -> Iterator[Open]:
    """opened(path, width=…, …): the page in a context of its own; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    contexts = []

    def visit(path: str, width: int = 1280, **options: object) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="id-ID", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def overflow(page: Page) -> int:
    found = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(found)


@pytest.mark.parametrize("path", ["/", "/kebutuhan/", "/sekolah/", "/cara-kerja/", "/privasi/", "/akun/masuk/"])
def test_a_narrow_screen_is_enough(path: str, opened: Open) -> None:
    people_at(school_at(), pupils=2)

    page = opened(path, width=320)

    assert overflow(page) == 0
    expect(page.get_by_role("main")).to_be_visible()


def test_dark_is_chosen_once(opened: Open, live_server: LiveServer) -> None:
    page = opened("/", color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")

    page.get_by_role("button", name="Tampilan gelap").click()
    page.goto(live_server.url + "/cara-kerja/")

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Tampilan gelap")).to_have_attribute("aria-pressed", "true")


def test_the_system_says_dark(opened: Open) -> None:
    expect(opened("/", color_scheme="dark").locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_menu_of_a_phone_opens_without_a_script(opened: Open) -> None:
    page = opened("/", width=360, java_script_enabled=False)

    page.get_by_text("Menu", exact=True).click()
    page.locator(".phone-menu").get_by_role("link", name="Kebutuhan").click()

    expect(page).to_have_url(re.compile("/kebutuhan/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_keyboard_begins_at_the_contents(opened: Open) -> None:
    page = opened("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_map_of_schools_opens_with_the_keyboard(opened: Open) -> None:
    cache.clear()
    people_at(school_at(name="SMP <b>Uji</b> Peta", latitude=-6.14, longitude=106.7), pupils=3)
    page = opened("/kebutuhan/")

    point = page.locator(".map-point")
    point.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".map-popup-title")).to_have_text("SMP <b>Uji</b> Peta")
    expect(page.locator(".leaflet-popup-content p")).to_contain_text("3 belum terpenuhi")


def test_the_first_page_after_signing_in(opened: Open, live_server: LiveServer) -> None:
    school = school_at()
    membership = MembershipFactory.create(organisation=school.organisation, role=Role.SCHOOL_OPERATOR)
    page = opened("/akun/masuk/", width=360)

    page.get_by_label("e-mail").fill(membership.user.email)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk", exact=True).click()

    expect(page.get_by_role("heading", name="Yang perlu dilakukan sekarang")).to_be_visible()
    expect(page.get_by_role("link", name="Daftarkan penerima pertama")).to_be_visible()
    assert overflow(page) == 0
