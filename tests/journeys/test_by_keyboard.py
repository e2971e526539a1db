"""By keyboard alone: signing in, choosing a need, promising a device; the focus is seen; menus open and close."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from donations.models import Pledge
from ksbb.accounts.models import User
from recipients.actions.fold_tallies import fold_tallies
from tests.factories.accounts import PASSWORD, somebody
from tests.factories.donations import donor_of, people_at, school_at

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys"), pytest.mark.django_db(transaction=True)]

FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.innerText ?? one.getAttribute("aria-label") ?? "";
  return `${one.name ?? ""} ${label} ${one.tagName === "BODY" ? "" : one.innerText}`;
}"""
# What a person sees of the focus: an outline or a ring of at least 2 px, on the element or its label.
SEEN = """() => [document.activeElement, document.activeElement.closest("label"), document.activeElement.labels?.[0]]
  .filter(Boolean)
  .some((one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  })"""


def tab_to(page: Page, words: str, most: int = 120) -> None:
    """Press Tab until something with `words` has the focus; every stop on the way shows that it has it."""
    for _press in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), f"the focus is not seen on {page.evaluate(FOCUSED)}"
        if re.search(words, page.evaluate(FOCUSED)):
            return
    raise AssertionError(f"never reached: {words}")


def test_a_promise_by_keyboard_alone(chromium: Browser, live_server: LiveServer) -> None:
    cache.clear()
    school = school_at(name="SMP Uji Papan Ketik")
    people_at(school, pupils=2)
    fold_tallies()
    donor = somebody("donor")
    donor_of(donor)
    address = User.objects.get(pk=donor.user_id).email
    page = chromium.new_page(locale="id-ID", viewport={"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/akun/masuk/")

    tab_to(page, "Alamat e-mail")
    page.keyboard.type(address)
    tab_to(page, "Kata sandi")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/akun/masuk" not in url)

    # From the list of needs, past the header, to the school and its form.
    page.goto(f"{live_server.url}/kebutuhan/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, "SMP Uji Papan Ketik")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/kebutuhan/{school.npsn}/$"))
    tab_to(page, "Beri bantuan")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/beri/$"))

    tab_to(page, "quantity")
    page.keyboard.press("Control+A")
    page.keyboard.type("1")
    tab_to(page, "device_type")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Saya menyatakan")
    page.keyboard.press("Space")
    tab_to(page, "Tanda tangan")
    page.keyboard.type("Rara Uji")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/donasi/[0-9a-f-]{36}/"))
    assert Pledge.objects.count() == 1
    page.close()


def test_a_menu_opens_and_escape_brings_back(chromium: Browser, live_server: LiveServer) -> None:
    page = chromium.new_page(locale="id-ID", viewport={"width": 360, "height": 800})
    page.goto(live_server.url)
    menu = page.locator(".phone-menu")

    tab_to(page, "^\\s*Menu")
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    page.close()
