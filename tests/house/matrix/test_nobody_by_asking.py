"""Who asks for somebody, or makes something fail, learns nothing of anybody (promise 36)."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from ksbb.accounts import middleware
from ksbb.accounts.models import User
from ksbb.accounts.public_pages import PUBLIC
from ksbb.common import floods, limits, modes, sealing
from ksbb.common.floods import Flood
from ksbb.urls import urlpatterns as patterns
from recipients.models import Recipient
from tests.house.matrix.asking import HARDY_BROWSER, path_of, taken_back
from tests.house.matrix.hostile import reading
from tests.house.matrix.private import forms_of, found_in
from tests.house.route_table import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

# New with every answer, whoever is asked for.
OWN = (r'nonce="[^"]+"', r'name="(csrfmiddlewaretoken|submission)" value="[^"]+"', r"id_[a-z_]+_[0-9a-f]{8,}")
# Fields that say what is asked of the form, not about whom.
ASIDE = {"csrfmiddlewaretoken", "page", "sesudah", "language", "next"}


def _known() -> dict[str, tuple[str, str]]:
    """Of somebody in the base, and the same of nobody."""
    person = Recipient.objects.exclude(nik_sealed=b"").exclude(nisn_sealed=b"").exclude(full_name="").order_by("pk")[0]
    nik, nisn = sealing.unseal(person.nik_sealed), sealing.unseal(person.nisn_sealed)
    return {
        "name": (person.full_name, "Rekaan Nomor 99999"),
        "nik": (nik, nik[:-3] + "999"),
        "nisn": (nisn, nisn[:-3] + "999"),
        "e-mail": (User.objects.exclude(email="").order_by("pk")[0].email, "orang99999@uji.example"),
    }


def _asked(method: str, address: str, fields: list[str], value: str) -> Any:
    told = dict.fromkeys(fields, value)
    limits.PREFIX = f"asking-{method}-{sha256(f'{address} {value}'.encode()).hexdigest()}"
    with taken_back():
        browser = HARDY_BROWSER.of("")
        return browser.get(f"{address}?{urlencode(told)}") if method == "get" else browser.post(address, told)


def _said(response: Any, value: str) -> tuple[int, str]:
    """State and text, without what was sent along and what is new every time."""
    text = b"".join(response).decode("utf-8", "replace") + response.get("Location", "")
    for form in (value, value.replace(" ", "+"), value.replace(" ", "%20"), value.replace("@", "%40")):
        text = text.replace(form, "…")
    for pattern in OWN:
        text = re.sub(pattern, "", text)
    return response.status_code, text


ROUTES = sorted((name, method) for name in PUBLIC for method in TABLE[name].methods)


@pytest.mark.parametrize(("name", "method"), ROUTES)
def test_asking_for_somebody_is_answered_as_asking_for_nobody(world: Any, private: Any, name: str, method: str) -> None:
    address = path_of(world, name, "anonymous")
    with reading() as (fields, _files):
        _asked(method, address, [], "")
    chosen = sorted(field for field in fields - ASIDE if field.isidentifier())
    for somebody, nobody in _known().values() if chosen else ():
        one, other = (_asked(method, address, chosen, value) for value in (somebody, nobody))
        assert _said(one, somebody) == _said(other, nobody)
        mine = set(forms_of(somebody))
        assert found_in(one, {column: values - mine for column, values in private.items()}) == []


# --- When something fails --------------------------------------------------------------------------


def _planted(error: Callable[[str], Exception]) -> Callable[[Any], HttpResponse]:
    def view(request: Any) -> HttpResponse:
        person = Recipient.objects.order_by("pk")[0]
        raise error(f"{person.full_name} {sealing.unseal(person.nik_sealed)}")

    return view


ERRORS: dict[str, Callable[[str], Exception]] = {"500": RuntimeError, "400": BadRequest, "403": PermissionDenied}
urlpatterns = [
    *patterns, *(path(f"uji/{status}/", _planted(error), name=f"planted_{status}") for status, error in ERRORS.items())
]  # fmt: skip
handler400, handler403 = "ksbb.portal.views.errors.bad_request", "ksbb.portal.views.errors.forbidden"
handler404, handler500 = "ksbb.portal.views.errors.not_found", "ksbb.portal.views.errors.server_error"


def _closed(browser: Client) -> Any:
    modes.change(modes.Mode.CLOSED)
    try:
        return browser.get("/")
    finally:
        modes.change(modes.Mode.OPEN)


FAILURES: dict[str, tuple[int, Callable[[Client], Any]]] = {
    "an error about somebody": (500, lambda browser: browser.get("/uji/500/")),
    "a refusal about somebody": (403, lambda browser: browser.get("/uji/403/")),
    "a question about somebody that is not understood": (400, lambda browser: browser.get("/uji/400/")),
    "an address of nothing": (404, lambda browser: browser.get("/tidak/ada/")),
    "an address of nothing in the API": (404, lambda browser: browser.get("/api/v1/tidak-ada")),
    "a school that is none, in the API": (404, lambda browser: browser.get("/api/v1/schools/00000000")),
    "the API without a key": (401, lambda browser: browser.get("/api/v1/pledges")),
    "the wrong door": (405, lambda browser: browser.get("/bahasa/")),
    "a form without its token": (403, lambda _browser: Client(enforce_csrf_checks=True).post("/akun/masuk/", {"login": "x"})),
    "another host": (400, lambda browser: browser.get("/", HTTP_HOST="jahat.example")),
    "too often": (429, lambda browser: [browser.get("/sekolah/?q=a") for _try in range(2)][-1]),
    "resting": (503, _closed),
}  # fmt: skip


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", FAILURES)
def test_what_fails_tells_of_nobody(private: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(middleware, "PUBLIC", PUBLIC | {f"planted_{status}" for status in ERRORS})
    once = Flood("search", frozenset({"schools:school_list"}), frozenset({"GET"}), one=1, everybody=9, seconds=10**6)
    monkeypatch.setattr(floods, "_OF", {"schools:school_list": once})
    status, ask = FAILURES[name]
    response = ask(HARDY_BROWSER.of(""))
    assert response.status_code == status
    assert found_in(response, private) == []
