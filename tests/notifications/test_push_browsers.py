"""The own browsers: seen and removed by nobody else, and ended with the session, the sign-out and the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory

from ksbb.accounts import told_browsers
from ksbb.accounts.actions.disable_user import disable_user
from ksbb.accounts.models import Session
from ksbb.accounts.sessions import SessionStore, note_sign_in
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.notifications.actions.add_device import add_device
from ksbb.notifications.models import PushDevice
from tests.conftest import Acting
from tests.notifications.push_service import Browser
from tests.notifications.test_push import KNOWN, on  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]
PAGE = "/akun/pemberitahuan/"
ADD = f"{PAGE}perangkat/"
OUT = "/akun/keluar/"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
As = Callable[[Actor], Client]


@pytest.fixture
def person(acting: Acting) -> Actor:
    return acting("donor")


@pytest.fixture
def mine(person: Actor, client_as: As) -> Client:
    return client_as(person)


def agrees(client: Client, name: str = "satu") -> PushDevice:
    told = Browser(f"{KNOWN}/{name}").tells
    client.post(ADD, told.__dict__, headers={"User-Agent": PHONE})
    return PushDevice.objects.latest("pk")


def signed_in(person: Actor) -> Client:
    """In another browser."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=person.user_id))
    return client


def test_a_browser_is_added_seen_and_removed(mine: Client) -> None:
    device = agrees(mine)
    page = mine.get(PAGE).text
    assert all(words in page for words in ("Chrome, Android", "peramban ini", "Nyalakan di peramban ini"))
    assert '<option value="push">' in page
    assert mine.cookies["told"].value == device.public_id.hex
    assert "tidak lagi menerima" in mine.post(f"{ADD}{device.public_id}/hapus/", follow=True).text
    assert not PushDevice.objects.exists()
    assert mine.cookies["told"].value == ""


def test_nobody_sees_or_removes_anothers(mine: Client, outsider: Actor, client_as: As) -> None:
    device, stranger = agrees(mine), client_as(outsider)
    assert "Chrome, Android" not in stranger.get(PAGE).text
    assert stranger.post(f"{ADD}{device.public_id}/hapus/").status_code == 404
    assert PushDevice.objects.exists()


def test_without_a_key_the_page_does_not_speak_of_it(mine: Client, settings: Any) -> None:
    settings.PUSH_PRIVATE_KEY = ""
    assert "Notifikasi peramban" not in mine.get(PAGE).text
    assert "belum dipakai" in mine.post(ADD, Browser(KNOWN).tells.__dict__, follow=True).text


def test_a_strange_address_is_refused_in_words(mine: Client) -> None:
    told = Browser("https://jahat.example/x").tells
    assert "tidak kami kenal" in mine.post(ADD, told.__dict__, follow=True).text
    assert not PushDevice.objects.exists()


def test_who_signs_out_is_told_no_more_in_this_browser(mine: Client, person: Actor) -> None:
    elsewhere = add_device(actor=person, subscription=Browser(KNOWN).tells)
    agrees(mine)
    mine.post(OUT)
    assert PushDevice.objects.get() == elsewhere
    assert mine.cookies["told"].value == ""


def test_who_signs_in_again_goes_on_being_told_and_somebody_else_ends_it(mine: Client, acting: Acting) -> None:
    device = agrees(mine)
    PushDevice.objects.update(sign_in=None)
    mine.force_login(get_user_model().objects.get(pk=device.user_id))
    assert PushDevice.objects.get().sign_in is None  # Django's shortcut brings no cookies: as in another browser
    signs_in(device, device.user_id)
    assert PushDevice.objects.get().sign_in is not None
    signs_in(device, acting("donor").user_id)
    assert not PushDevice.objects.exists()


def signs_in(device: PushDevice, user_id: int | None) -> None:
    """In the browser of the device."""
    request = RequestFactory().get("/", headers={"Cookie": f"told={device.public_id.hex}"})
    request.session = SessionStore()
    note_sign_in(None, request, get_user_model().objects.get(pk=user_id))


def test_a_session_that_is_ended_from_elsewhere_takes_its_browser_along(person: Actor) -> None:
    here, there = signed_in(person), signed_in(person)
    kept, lost = agrees(here, "sini"), agrees(there, "sana")
    ended = Session.objects.exclude(session_key=here.session.session_key).get(user_id=person.user_id)
    assert here.post(f"/akun/sesi/{ended.public_id}/akhiri/").status_code == 302
    assert [one.public_id for one in PushDevice.objects.all()] == [kept.public_id]
    assert lost != kept


def test_all_others_are_ended_with_all_other_sessions(person: Actor) -> None:
    here = signed_in(person)
    add_device(actor=person, subscription=Browser(KNOWN).tells)
    kept = agrees(here, "sini")
    agrees(signed_in(person), "sana")
    here.post("/akun/sesi/lain/akhiri/")
    assert PushDevice.objects.get() == kept


def test_nobody_is_told_whose_account_is_closed(mine: Client, person: Actor) -> None:
    agrees(mine)
    user = get_user_model().objects.get(pk=person.user_id)
    disable_user(user=user, actor=SYSTEM)
    assert not PushDevice.objects.exists()


def test_the_cookie_names_nobody_and_no_script_reads_it(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    told_browsers.remember(response, PushDevice().public_id)
    found = response.cookies["__Host-told"]
    assert (found["secure"], found["httponly"], found["samesite"], found["path"]) == (True, True, "Lax", "/")
