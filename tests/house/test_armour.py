"""What surrounds every answer in production, also those that no view gives (promise 43), and floods (promise 44)."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as current
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, path, reverse

from donations.models import codes
from ksbb.accounts import middleware
from ksbb.accounts.public_pages import PUBLIC
from ksbb.common import floods, modes
from ksbb.common.floods import FLOODS, Flood
from ksbb.urls import urlpatterns as patterns
from launch.checks import throw_away_production
from recipients import codes as letter_codes
from tests.conftest import Acting
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.donations import people_at, school_at
from tests.house.armour import unarmoured
from tests.house.routes import route_names

pytestmark = pytest.mark.django_db

READ = "import json; from django.conf import settings as s; print(json.dumps({n: getattr(s, n) for n in %r}))"
NAMES = (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE", "SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN",
    "SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH", "SECURE_SSL_REDIRECT", "SECURE_REDIRECT_EXEMPT", "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT",
    "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "USE_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT", "PUBLIC_URL", "DEBUG", "MIDDLEWARE",
    "FLOOD_LIMITS", "SECOND_FACTOR_REQUIRED",
)  # fmt: skip


def _breaks(request: Any) -> HttpResponse:
    raise RuntimeError("planted")


def _bad(request: Any) -> HttpResponse:
    raise BadRequest("planted")


urlpatterns = [*patterns, path("uji/rusak/", _breaks, name="planted"), path("uji/buruk/", _bad, name="planted_bad")]
handler400, handler403 = "ksbb.portal.views.errors.bad_request", "ksbb.portal.views.errors.forbidden"
handler404, handler500 = "ksbb.portal.views.errors.not_found", "ksbb.portal.views.errors.server_error"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What production sets, asked from production."""
    env = os.environ | throw_away_production()
    done = subprocess.run(
        [sys.executable, "-c", READ % (NAMES,)], env=env, cwd=current.BASE_DIR, capture_output=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"SECURE_PROXY_SSL_HEADER": tuple(found["SECURE_PROXY_SSL_HEADER"])}


@pytest.fixture
def production(told: dict[str, Any], settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in told.items():
        setattr(settings, name, value)
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(middleware, "PUBLIC", PUBLIC | {"planted", "planted_bad"})
    cache.clear()
    yield settings
    modes.change(modes.Mode.OPEN)


@pytest.fixture
def web(production: Any) -> Client:
    """A visitor's browser behind our proxy, with TLS."""
    return browser()


def browser(**more: Any) -> Client:
    client = Client(raise_request_exception=False, HTTP_HOST="ksbb.example", HTTP_X_FORWARDED_PROTO="https", **more)
    client.defaults["HTTP_X_FORWARDED_FOR"] = "103.1.1.1"
    return client


def closed(client: Client) -> Any:
    modes.change(modes.Mode.CLOSED)
    return client.get("/")


def flooded(client: Client) -> Any:
    """Sixty are allowed in a minute; a minute may end meanwhile, but not three."""
    address = reverse("donations:receipt", args=["AAAA-BBBB-CCCC-DDDD"])
    answers = (client.get(address) for _try in range(185))
    return next((answer for answer in answers if answer.status_code == 429), None)


ANSWERS: dict[str, tuple[Callable[[Client], Any], int]] = {
    "a page": (lambda client: client.get("/"), 200),
    "a form": (lambda client: client.get(reverse("verification:complaint_write")), 200),
    "data": (lambda client: client.get(reverse("donations:need_points")), 200),
    "the API's pages": (lambda client: client.get(reverse("api:docs")), 200),
    "health": (lambda client: client.get("/healthz"), 503),
    "a way on": (lambda client: client.get("/penerima/"), 302),
    "nothing there": (lambda client: client.get("/tidak/ada/"), 404),
    "a file": (lambda client: client.get("/static/vendor/SHA256SUMS-tidak-ada"), 404),
    "the wrong door": (lambda client: client.get("/bahasa/"), 405),
    "not readable": (lambda client: client.get("/uji/buruk/"), 400),
    "broken": (lambda client: client.get("/uji/rusak/"), 500),
    "the API, without a key": (lambda client: client.post(reverse("api:import_create")), 401),
    "too often": (flooded, 429),
    "resting": (closed, 503),
    "a form of somebody else": (
        lambda client: browser(enforce_csrf_checks=True).post(reverse("verification:complaint_write"), {"a": "1"}), 403
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_every_kind_of_answer_is_armoured(web: Client, name: str) -> None:
    ask, status = ANSWERS[name]
    response = ask(web)
    assert response.status_code == status
    assert unarmoured(response) == []
    age = int(response["Strict-Transport-Security"].removeprefix("max-age=").partition(";")[0])
    assert age >= 365 * 24 * 3600


def test_somebody_who_may_not_is_answered_armoured(production: Any, client_as: Callable, acting: Acting) -> None:
    production.SECOND_FACTOR_REQUIRED = False
    response = client_as(acting("validator")).get("/jejak/", HTTP_HOST="ksbb.example", HTTP_X_FORWARDED_PROTO="https")
    assert (response.status_code, unarmoured(response)) == (403, [])


def test_a_script_runs_only_with_the_nonce_of_this_very_answer(web: Client) -> None:
    one, two = (web.get(reverse("verification:complaint_write")) for _ in range(2))
    assert "'unsafe-inline'" not in one["Content-Security-Policy"]
    assert b"<script>" not in one.content
    assert b" onclick=" not in one.content + two.content
    assert b" style=" not in one.content + two.content


def test_cookies_are_of_this_host_only_and_no_script_reads_them(web: Client) -> None:
    web.get(reverse("account_login"))
    found = web.cookies["__Host-csrftoken"]
    assert (found["secure"], found["httponly"], found["samesite"], found["path"], found["domain"]) == (
        True,
        True,
        "Lax",
        "/",
        "",
    )


def test_a_session_is_of_this_host_only(web: Client) -> None:
    web.post(reverse("account_login"), {"login": UserFactory.create().email, "password": PASSWORD})
    found = web.cookies["__Host-sessionid"]
    assert (found["secure"], found["httponly"], found["samesite"], found["domain"]) == (True, True, "Lax", "")


def test_without_tls_one_is_sent_to_tls(production: Any) -> None:
    response = Client(HTTP_HOST="ksbb.example").get("/")
    assert (response.status_code, response["Location"]) == (301, "https://ksbb.example/")


def exempt(entries: list[Any], space: str = "") -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from exempt(entry.url_patterns, f"{entry.namespace or space}")
        elif getattr(entry.callback, "csrf_exempt", False):
            yield f"{space}:{entry.name}"


def test_no_form_does_without_its_token() -> None:
    """But those that no session opens: the language, which asks where it comes from; what the services of messages send, signed;
    the signed link with which a mail program ends letters. The API knows no session, only a key."""
    signed = {"portal:hook_sms", "portal:hook_whatsapp", "portal:unsubscribe"}
    assert {name for name in exempt(patterns) if not name.startswith("api:")} == {"portal:language"} | signed


def test_another_site_chooses_no_language(web: Client) -> None:
    answers = [
        web.post("/bahasa/", {"language": "en"}, HTTP_ORIGIN=origin)
        for origin in ("https://jahat.example", "https://ksbb.example")
    ]
    assert [answer.status_code for answer in answers] == [403, 302]


# --- What a request says of itself -------------------------------------------------------------


@pytest.mark.parametrize(
    "forged", ["jahat.example", "ksbb.example.jahat.example", "jahat.example:443", "ksbb.example@jahat"]
)
def test_another_host_is_not_answered(web: Client, forged: str) -> None:
    assert web.get("/", HTTP_HOST=forged).status_code == 400


def test_a_forged_host_is_in_no_link(web: Client) -> None:
    """Not on a page, not in a redirection, not in a letter."""
    forged = {
        "x-forwarded-host": "jahat.example",
        "x-forwarded-port": "666",
        "forwarded": "host=jahat.example",
    }
    answers = [web.get(address, headers=forged) for address in ("/", "/penerima/", reverse("schools:school_list"))]
    told = [answer.content + str(answer.headers).encode() for answer in answers]
    assert [text for text in told if b"jahat" in text or b"666" in text] == []


def test_a_forged_address_of_a_client_is_not_counted_as_another_one(web: Client) -> None:
    """Our one proxy writes the last entry; what stands before it the client wrote."""
    address = reverse("donations:receipt", args=["AAAA-BBBB-CCCC-DDDD"])
    answers = (web.get(address, HTTP_X_FORWARDED_FOR=f"9.9.9.{n}, 103.2.2.2").status_code for n in range(185))
    assert next(answers) == 404
    assert 429 in answers


# --- Floods ------------------------------------------------------------------------------------

WAYS: dict[str, Callable[[Client], Any]] = {
    "search": lambda client: client.get(reverse("schools:school_list"), {"q": "x"}),
    "codes": lambda client: client.get(reverse("donations:receipt_find"), {"kode": "x"}),
    "complaint": lambda client: client.post(reverse("verification:complaint_write"), {"cari": "1"}),
    "appeal": lambda client: client.post(reverse("recipients:appeal_code"), {}),
    "account": lambda client: client.post(reverse("account_signup"), {}),
    "google": lambda client: client.post(reverse("account_google")),
    "letter": lambda client: client.post(reverse("account_reset_password"), {}),
}


def test_each_flood_has_its_way_and_its_routes_exist() -> None:
    assert set(WAYS) == {flood.name for flood in FLOODS}
    assert {route for flood in FLOODS for route in flood.routes} <= set(route_names())


def smaller(monkeypatch: pytest.MonkeyPatch, name: str, **limits: int) -> None:
    """The same wall, sooner reached: what is asked here is whether it stands where it should."""
    one, everybody = limits.get("one", 10**6), limits.get("everybody", 10**6)
    chosen = next(flood for flood in FLOODS if flood.name == name)
    small = Flood(name, chosen.routes, chosen.methods, one, everybody, seconds=10**6)
    table = dict.fromkeys(chosen.routes, small)
    monkeypatch.setattr(floods, "_OF", table)


@pytest.mark.parametrize("name", WAYS)
def test_one_address_is_told_to_wait_and_another_is_not(
    web: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    smaller(monkeypatch, name, one=2)
    answers = [WAYS[name](web) for _ in range(3)]
    other = browser()
    other.defaults["HTTP_X_FORWARDED_FOR"] = "103.7.7.7"
    assert [answer.status_code == 429 for answer in (*answers, WAYS[name](other))] == [False, False, True, False]
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("name", WAYS)
def test_a_flood_from_many_addresses_is_told_to_wait(web: Client, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    smaller(monkeypatch, name, everybody=3)
    answers = []
    for number in range(4):
        web.defaults["HTTP_X_FORWARDED_FOR"] = f"103.8.8.{number}"
        answers.append(WAYS[name](web))
    assert [answer.status_code == 429 for answer in answers] == [False, False, False, True]
    assert int(answers[-1]["Retry-After"]) > 0


def test_the_first_page_of_a_list_is_no_search(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "_OF", {"schools:school_list": FLOODS[0]})
    assert not FLOODS[0].counts(web.get(reverse("schools:school_list")).wsgi_request)


@pytest.mark.parametrize(
    ("new_code", "alphabet"),
    [(codes.new_code, codes.ALPHABET), (letter_codes.new_code, letter_codes.SIGNS)],
    ids=["receipts, papers, labels, tickets", "letters about the rank"],
)
def test_codes_that_anybody_may_try_have_64_bits(new_code: Callable[[], str], alphabet: str) -> None:
    made = [new_code() for _ in range(200)]
    assert len(set(made)) == 200
    assert set("".join(made)) == set(alphabet)
    assert math.log2(len(set(alphabet))) * min(map(len, made)) >= 64


def test_a_school_is_still_found_by_everybody(web: Client) -> None:
    found = school_at(name="SMP Uji Benteng")
    people_at(found, pupils=1)
    assert "SMP Uji Benteng" in web.get(reverse("schools:school_list"), {"q": "Benteng"}).content.decode()
