"""The portal among the apps of a phone: it can be installed, and without network it says so, and keeps nothing of anybody."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from ksbb.authority.roles import Role
from tests.factories.accounts import MembershipFactory
from tests.factories.donations import school_at
from tests.journeys.network import network_comes, network_goes
from tests.journeys.showing import session_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys"), pytest.mark.django_db(transaction=True)]

# Every answer that the browser keeps for the worker: its address and its text.
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) found[new URL(asked.url).pathname] = await (await cache.match(asked)).text();
  }
  return JSON.stringify(found);
}"""
OF_NOBODY = {
    "/tanpa-jaringan/",
    *(
        f"{settings.STATIC_URL}{name}"
        for name in ("css/tokens.css", "css/no-network.css", "js/theme.js", "img/logo.svg")
    ),
}


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer) -> BrowserContext:
    return chromium.new_context(viewport={"width": 360, "height": 780}, locale="id-ID", base_url=live_server.url)


def test_chromium_would_install_it(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    asked = phone.new_cdp_session(page)

    found = asked.send("Page.getAppManifest")
    hindrances = asked.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert found["errors"] == []
    assert json.loads(found["data"])["start_url"] == "/"
    # A window of a test is one of a private kind, in which nothing is installed; that is all that stands in the way.
    assert {one["errorId"] for one in hindrances} <= {"in-incognito"}
    phone.close()


def test_without_network_it_says_so_and_has_kept_nothing_of_the_reader(
    phone: BrowserContext, live_server: LiveServer
) -> None:
    somebody = MembershipFactory.create(
        organisation=school_at().organisation, role=Role.PRINCIPAL, user__full_name="Sari Rahasia"
    )
    key = session_of(somebody.user, somebody.pk)
    phone.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page = phone.new_page()
    page.goto("/beranda/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/pemberitahuan/")
    page.goto("/penerima/")
    page.goto("/beranda/")
    assert "Sari Rahasia" in page.content()
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)")

    kept = json.loads(page.evaluate(KEPT))
    assert set(kept) == OF_NOBODY
    assert "Sari Rahasia" not in json.dumps(kept)

    network_goes(page)
    page.goto("/penerima/")
    expect(page.get_by_role("heading", name="Tidak ada jaringan")).to_be_visible()
    assert "Sari Rahasia" not in page.content()
    network_comes(page)
    page.get_by_role("link", name="Coba lagi").click()
    expect(page.get_by_role("heading", name="Tidak ada jaringan")).to_have_count(0)
    phone.close()
