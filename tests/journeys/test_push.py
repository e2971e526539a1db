"""A browser that is told of news: asked only after a click, told one sentence, and a click opens the page.

No push service can be reached from a test, so the browser's own subscribing is the one thing played here; what the portal makes of
it, its service worker and the notification are real. What goes over the wire: tests/notifications/test_push.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from ksbb.authority.roles import Role
from ksbb.notifications.models import Message, PushDevice
from ksbb.notifications.short import pushed_of
from tests.factories.accounts import MembershipFactory
from tests.factories.donations import school_at
from tests.journeys.showing import session_of
from tests.notifications.push_service import Browser
from tests.notifications.test_push import KNOWN, on  # noqa: F401
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on"),
]
PLAYED = """(told) => {
  window.asked = 0;
  const real = Notification.requestPermission.bind(Notification);
  Notification.requestPermission = () => { window.asked += 1; return real(); };
  const { endpoint, ...keys } = told;
  PushManager.prototype.subscribe = async () => ({ toJSON: () => ({ endpoint, keys }) });
  PushManager.prototype.getSubscription = async () => null;
}"""
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, data }) => ({ title, body, data }))"""
# Only a person's own click may open a window: where it would lead is noted down.
CLICKED = """async () => {
  const [shown] = await self.registration.getNotifications();
  const opened = new Promise((done) => { self.clients.openWindow = async (where) => done(where); });
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification: shown }));
  return opened;
}"""


@pytest.fixture
def phone(chromium: Chromium, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 780}, locale="id-ID", base_url=live_server.url)
    context.grant_permissions(["notifications"])
    context.add_init_script(f"({PLAYED})({json.dumps(asdict(Browser(KNOWN).tells))})")
    yield context
    context.close()


def test_news_appears_and_a_click_opens_the_page(phone: BrowserContext, live_server: LiveServer) -> None:
    somebody = MembershipFactory.create(organisation=school_at().organisation, role=Role.PRINCIPAL)
    key = session_of(somebody.user, somebody.pk)
    phone.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page = phone.new_page()
    page.goto("/akun/pemberitahuan/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert page.evaluate("window.asked") == 0

    page.get_by_role("button", name="Nyalakan di peramban ini").click()
    expect(page.get_by_text("Peramban ini siap")).to_be_visible()
    expect(page.get_by_role("button", name="Nyalakan di peramban ini")).to_have_count(0)
    assert PushDevice.objects.get().user_id == somebody.user_id

    told = pushed_of(Message(kind="donations/pledge_expired", to_user_id=somebody.user_id, path="/donasi/"))
    _deliver(phone, page, live_server.url, json.dumps(told))
    [shown] = page.evaluate(SHOWN)
    assert shown == {"title": told["title"], "body": told["body"], "data": {"path": "/donasi/"}}
    assert phone.service_workers[0].evaluate(CLICKED) == f"{live_server.url}/donasi/"
    assert page.evaluate(SHOWN) == []

    page.get_by_role("button", name="Hapus").click()
    expect(page.get_by_text("tidak lagi menerima notifikasi")).to_be_visible()
    assert not PushDevice.objects.exists()


def _deliver(phone: BrowserContext, page: Any, origin: str, data: str) -> None:
    """As a push service would: through the browser to the portal's service worker."""
    asked = phone.new_cdp_session(page)
    found: list[str] = []
    asked.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    asked.send("ServiceWorker.enable")
    page.wait_for_timeout(100)
    asked.send("ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": found[-1], "data": data})
    wait_until(lambda: page.evaluate(SHOWN), "the notification is shown")
