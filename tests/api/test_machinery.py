"""What every endpoint shares: problems instead of pages, limits, pages of a list, and how an end is announced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from ksbb.accounts.models import Organisation
from ksbb.api.paging import listed
from ksbb.api.problems import ProblemError
from ksbb.api.views import VERSION, ApiView, PublicView
from ksbb.common import modes

IMPORTS = "/api/v1/recipients/imports"


class Offices(PublicView):
    """A list for the tests."""

    def get(self, request: Request) -> Response:
        offices = Organisation.objects.filter(name__startswith="Uji ")
        return listed(request, offices, "name", "id", tell=lambda office: {"name": office.name})


def ask(view: Any = None, path: str = "/api/v1/x", method: str = "get", **headers: str) -> Any:
    request = getattr(APIRequestFactory(headers=headers), method)(path)
    response = (view or Offices.as_view())(request)
    return response.render() if hasattr(response, "render") else response


@pytest.fixture
def calm_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """All requests of the test fall into one minute."""
    monkeypatch.setattr("ksbb.common.limits.time.time", lambda: 1_000_000_000.0)


# --- problems -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("get", "/api/v1/tidak/ada", 404, "not_found"),
        ("get", "/api/v2/", 404, "not_found"),
        ("get", "/api", 404, None),
        ("get", IMPORTS, 401, "not_authenticated"),
        ("post", "/api/v1/schema/", 405, "method_not_allowed"),
        ("put", "/api/v1/", 405, "method_not_allowed"),
        ("get", f"{IMPORTS}/kata", 404, "not_found"),
    ],
)
def test_what_goes_wrong_is_told_to_programs(
    client: Client, method: str, path: str, status: int, code: str | None
) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code == status
    assert (answer["Content-Type"] == "application/problem+json") == (code is not None)
    assert code is None or (answer.json()["code"], answer.json()["status"]) == (code, status)


def test_a_page_is_not_what_a_program_gets() -> None:
    answer = ask(Accept="text/html")
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.django_db
def test_a_mistake_of_ours_is_told_without_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_more: object) -> None:
        raise ValueError("nama rahasia")

    monkeypatch.setattr("ksbb.api.docs.get_language", fails)
    answer = Client(raise_request_exception=False).get("/api/v1/schema/")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert "rahasia" not in answer.content.decode()


@pytest.mark.django_db
def test_titles_and_details_follow_the_language(client: Client) -> None:
    words = [client.get("/api/v1/x", headers={"Accept-Language": one}).json() for one in ("id", "en")]
    assert words[0]["detail"] == "Tidak ada, atau Anda tidak memiliki akses ke sana."
    assert {one["code"] for one in words} == {"not_found"}
    assert all(one["title"] for one in words)


def test_a_closed_portal_is_a_problem_too(client: Client, settings: Any) -> None:
    settings.MODE = modes.Mode.CLOSED
    answer = client.get("/api/v1/schema/")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "code", "detail"}


# --- how often ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_address_without_a_key_waits(calm_clock: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "API_RATES", settings.API_RATES | {"anonymous": 2})
    answers = [ask() for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert answers[2].data["code"] == "throttled"


@pytest.mark.django_db
def test_keys_that_are_not_valid_count_against_their_address(
    client: Client, calm_clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "API_RATES", settings.API_RATES | {"anonymous": 2})
    tries = [client.post(IMPORTS, headers={"Authorization": f"Bearer ksbb_{n}"}).status_code for n in range(3)]
    assert tries == [401, 401, 429]


# --- lists --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def offices(db: None) -> None:
    for number in range(7):
        Organisation.objects.create(kind="office", name=f"Uji {number}")


def test_a_list_is_read_page_by_page(offices: None, django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(1):
        first = ask(path="/api/v1/x?limit=3")
    following = first["Link"].split(";")[0].strip("<>")
    second, third = ask(path=following), ask(path=f"{following.split('after=')[0]}after={first.data['next']}&limit=4")
    assert [row["name"] for row in first.data["items"]] == ["Uji 0", "Uji 1", "Uji 2"]
    assert [row["name"] for row in second.data["items"]] == ["Uji 3", "Uji 4", "Uji 5"]
    assert (len(third.data["items"]), third.data["next"], third.has_header("Link")) == (4, None, False)


@pytest.mark.parametrize(
    "query", ["after=bukan-lanjutan", "limit=0", "limit=201", "limit=-1", "limit=sepuluh", "limit=²"]
)
def test_a_page_that_is_not_there_is_no_first_page(offices: None, query: str) -> None:
    assert ask(path=f"/api/v1/x?{query}").status_code == 400


# --- for everybody ------------------------------------------------------------------------------------------------------


def test_public_answers_may_be_kept_and_read_from_other_sites(offices: None) -> None:
    answer = ask()
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.has_header("Access-Control-Allow-Credentials")
    again = ask(**{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    Organisation.objects.create(kind="office", name="Uji baru")
    assert ask(**{"If-None-Match": answer["ETag"]}).status_code == 200


def test_a_browser_may_ask_whether_it_may(db: None) -> None:
    answer = ask(method="options")
    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.django_db
def test_what_a_key_opens_is_nothing_for_other_sites_and_kept_nowhere(client: Client) -> None:
    answer = client.post(IMPORTS)
    assert not answer.has_header("Access-Control-Allow-Origin")
    assert answer["Cache-Control"] == "private, no-store"


# --- versions -----------------------------------------------------------------------------------------------------------


def test_the_version_and_a_coming_end_are_told() -> None:
    class Old(ApiView):
        authentication_classes: Any = []
        permission_classes: Any = []
        deprecated_on, sunset_on = date(2027, 1, 1), date(2027, 7, 1)

        def get(self, request: Request) -> Response:
            raise ProblemError(410, "gone", "sudah pindah")

    answer = ask(Old.as_view())
    assert answer["API-Version"] == VERSION
    assert answer["Deprecation"] == "@1798736400"
    assert answer["Sunset"] == "Wed, 30 Jun 2027 17:00:00 GMT"
