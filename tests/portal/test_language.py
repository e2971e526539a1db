"""Choosing the language: a preference and nothing else."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

COOKIE = settings.LANGUAGE_COOKIE_NAME


def test_the_choice_is_remembered_and_the_page_stays(client: Client) -> None:
    response = client.post("/bahasa/", {"language": "en", "next": "/cara-kerja/"})

    assert response.headers["Location"] == "/cara-kerja/"
    assert response.cookies[COOKIE].value == "en"
    assert response.cookies[COOKIE]["samesite"] == "Lax"


@pytest.mark.parametrize("back", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(client: Client, back: str) -> None:
    assert client.post("/bahasa/", {"language": "en", "next": back}).headers["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    assert COOKIE not in client.post("/bahasa/", {"language": "xx", "next": "/"}).cookies


@pytest.mark.django_db
def test_another_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)

    refused = strict.post("/bahasa/", {"language": "en"}, headers={"origin": "https://jahat.example"})
    own = strict.post("/bahasa/", {"language": "en"}, headers={"origin": "http://testserver"})

    assert refused.status_code == 403
    assert COOKIE not in refused.cookies
    assert own.status_code == 302


def test_the_next_pages_are_read_in_the_chosen_language(client: Client) -> None:
    client.post("/bahasa/", {"language": "en"})
    english = client.get("/cara-kerja/").content.decode()
    client.post("/bahasa/", {"language": "id"})
    indonesian = client.get("/cara-kerja/").content.decode()

    assert '<html lang="en"' in english
    assert "Who does what" in english
    assert "Siapa melakukan apa" not in english
    assert '<html lang="id"' in indonesian
    assert "Siapa melakukan apa" in indonesian


def test_the_choice_outweighs_the_browser(client: Client) -> None:
    client.post("/bahasa/", {"language": "id"})

    assert '<html lang="id"' in client.get("/cara-kerja/", headers={"accept-language": "en"}).content.decode()


def test_asking_is_not_choosing(client: Client) -> None:
    assert client.get("/bahasa/").status_code == 405
