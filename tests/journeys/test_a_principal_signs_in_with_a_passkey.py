"""A principal's first sign-in: the password alone opens nothing; a passkey does, and later without the password (promise 13)."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_fingerprint_reader(page: Page) -> None:
    """A virtual device that answers as a telephone with a fingerprint reader does."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def test_a_principal_signs_in_with_a_passkey(chromium: Browser, live_server: LiveServer, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory.create(email="kepala@uji.example")
    MembershipFactory.create(user=user, role="principal", organisation__school=True)

    sari = Person(chromium.new_context(locale="id-ID", viewport={"width": 390, "height": 844}), live_server.url)
    with_fingerprint_reader(sari.page)
    page = sari.signs_in(user.email, PASSWORD)
    expect(page.get_by_role("heading", name="Satu langkah lagi")).to_be_visible()

    page.get_by_role("link", name="Buat kunci sandi").click()
    page.get_by_role("button", name="Buat kunci sandi").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1
    sari.goes_to("/akun/anggota/")
    expect(page.get_by_role("heading", name="Anggota")).to_be_visible()

    sari.goes_to("/akun/keluar/")
    page.locator("main").get_by_role("button", name="Keluar").click()
    sari.goes_to("/akun/masuk/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(lambda url: "/akun/masuk" not in url)
    sari.goes_to("/akun/anggota/")
    expect(page.get_by_role("heading", name="Anggota")).to_be_visible()

    thief = Person(chromium.new_context(locale="id-ID"), live_server.url)
    with_fingerprint_reader(thief.page)
    page = thief.signs_in(user.email, PASSWORD)
    expect(page.get_by_role("heading", name="Kode pengaman")).to_be_visible()
    page.get_by_role("button", name="Pakai kunci sandi").click()
    expect(page.get_by_text("Belum berhasil: perangkat tidak memberi jawaban")).to_be_visible()
    thief.goes_to("/akun/anggota/")
    expect(page.get_by_role("heading", name="Kode pengaman")).to_be_visible()
    assert sari.complaints + thief.complaints == []
    sari.context.close()
    thief.context.close()
