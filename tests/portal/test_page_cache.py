"""A public page is kept for some seconds for visitors; who is signed in always sees the moment, and nothing personal is kept."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from ksbb.common import fragments
from ksbb.common.page_cache import PageCacheMiddleware, public_page
from tests.factories.donations import offer, people_at, promise, school_at

pytestmark = pytest.mark.django_db
LIST = "/kebutuhan/"


@pytest.fixture(autouse=True)
def _kept_pages(settings):
    settings.PAGE_CACHE_SECONDS = 10
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def school():
    found = school_at(name="SMP Uji Singgahan")
    people_at(found, pupils=5)
    return found


def left_on(client: Client, school) -> int:
    """What the school's page says is still needed."""
    text = client.get(f"{LIST}{school.npsn}/").content.decode()
    return int(text.split("Masih dibutuhkan: <b>")[1].split("<")[0])


def test_a_visitor_sees_the_kept_page_and_after_the_seconds_the_new_number(client, school, acting):
    assert left_on(client, school) == 5
    promise(acting("donor"), school, offer(3))
    assert left_on(client, school) == 5
    caches["pages"].clear()  # the seconds have passed
    assert left_on(client, school) == 2


def test_who_gives_sees_the_new_number_at_once(client, client_as, school, acting):
    donor = acting("donor")
    left_on(client, school)
    promise(donor, school, offer(3))
    assert left_on(client_as(donor), school) == 2


def test_who_gives_sees_the_sums_and_rows_of_the_list_at_once_too(client, client_as, school, acting, settings):
    settings.FACET_CACHE_SECONDS = 30
    fragments.forget_all()
    donor = acting("donor")
    signed_in = client_as(donor)
    client.get(LIST)
    signed_in.get(LIST)
    promise(donor, school, offer(3))
    (row,) = signed_in.get(LIST).context["rows"]
    assert row.left == 2
    assert 'figure-value">3<' in signed_in.get(LIST).content.decode()
    fragments.forget_all()


def test_a_page_of_somebody_signed_in_is_never_kept(client, client_as, acting, school):
    donor = client_as(acting("donor"))
    text = donor.get(LIST).content.decode()
    assert "Keluar" in text
    assert "Keluar" not in client.get(LIST).content.decode()
    assert "private" in donor.get(LIST)["Cache-Control"]


def test_a_kept_page_has_all_its_headers(client, school):
    first, second = client.get(LIST), client.get(LIST)
    assert second.content == first.content
    assert second["X-Request-ID"] != first["X-Request-ID"]
    del first["X-Request-ID"], second["X-Request-ID"]
    assert dict(second.items()) == dict(first.items())
    assert {"Cookie", "Accept-Language", "HX-Request"} <= {part.strip() for part in second["Vary"].split(",")}
    assert "default-src 'self'" in second["Content-Security-Policy"]


def test_a_kept_page_asks_no_database(client, school, django_assert_num_queries):
    client.get(LIST)
    with django_assert_num_queries(0):
        assert client.get(LIST).status_code == 200


@pytest.mark.parametrize(
    "other",
    [
        {"path": f"{LIST}?jenjang=SMP"},
        {"path": f"{LIST}?jenjang=SMA"},
        {"headers": {"accept-language": "en"}},
        {"headers": {"hx-request": "true"}},
        {"headers": {"host": "127.0.0.1"}},
        {"secure": True},
    ],
)
def test_every_way_to_ask_has_its_own_page(client, school, django_assert_max_num_queries, other):
    client.get(LIST)
    kept = len(caches["pages"]._cache)  # type: ignore[attr-defined]
    assert client.get(**({"path": LIST} | other)).status_code == 200
    assert len(caches["pages"]._cache) == kept + 1  # type: ignore[attr-defined]


def test_the_languages_do_not_mix(client, school):
    client.get("/cara-kerja/", headers={"accept-language": "en"})
    assert '<html lang="id"' in client.get("/cara-kerja/").content.decode()
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in client.get("/cara-kerja/").content.decode()


def test_a_message_that_waits_is_shown_and_not_kept(client, school):
    client.get(LIST)
    client.cookies["messages"] = "anything"
    client.get(LIST)
    assert len(caches["pages"]._cache) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/akun/masuk/", "/sanggah/", "/kebutuhan/XXXXXXXX/", "/beranda/", "/healthz"])
def test_forms_closed_pages_and_what_is_not_there_are_not_kept(client, path):
    client.get(path)
    assert len(caches["pages"]._cache) == 0  # type: ignore[attr-defined]


def test_a_host_that_is_not_ours_gets_nothing_from_what_was_kept(client, school):
    client.get(LIST)
    assert client.get(LIST, headers={"host": "elsewhere.example"}).status_code == 400


def test_a_page_with_a_token_is_never_kept_even_when_its_view_calls_it_public(client):
    @public_page
    def with_a_form(request):
        response = HttpResponse(get_token(request))
        response.set_cookie("csrftoken", request.META["CSRF_COOKIE"])
        return response

    middleware = PageCacheMiddleware(with_a_form)
    first, second = (middleware(RequestFactory().get("/")).content for _time in range(2))
    assert first != second


@pytest.mark.parametrize("address", ["/?a%0Ab=1", "/?a=1"])
def test_only_a_get_of_a_sensible_length_is_kept(address):
    asked: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        asked.append(request.path)
        return HttpResponse("x")

    middleware = PageCacheMiddleware(public_page(answer))
    middleware(RequestFactory().get(address + "x" * 700))
    middleware(RequestFactory().get(address + "x" * 700))
    middleware(RequestFactory().post(address))
    assert len(asked) == 3
