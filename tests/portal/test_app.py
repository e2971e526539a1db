"""The manifest and the service worker name only what exists, and the page that is kept is the same for everybody."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from ksbb.authority.actors import Actor
from tests.conftest import Acting

pytestmark = pytest.mark.django_db


def test_the_manifest_has_what_an_app_needs(client: Client) -> None:
    answer = client.get("/aplikasi.webmanifest")
    found = json.loads(answer.content)

    assert answer["Content-Type"] == "application/manifest+json"
    assert (found["name"], found["start_url"], found["scope"], found["display"]) == (
        "KSBB Pendidikan",
        "/",
        "/",
        "standalone",
    )
    kinds = {(icon["sizes"], icon["purpose"]) for icon in found["icons"]}
    assert kinds == {(size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")}


def test_the_pictures_have_the_size_they_claim(client: Client) -> None:
    for icon in json.loads(client.get("/aplikasi.webmanifest").content)["icons"]:
        path = Path(str(finders.find(icon["src"].removeprefix("/static/"))))
        width, height = Image.open(io.BytesIO(path.read_bytes())).size
        assert icon["sizes"] == f"{width}x{height}"


def test_every_shortcut_leads_somewhere(client: Client) -> None:
    shortcuts = json.loads(client.get("/aplikasi.webmanifest").content)["shortcuts"]
    assert len(shortcuts) == 4
    assert {client.get(one["url"], follow=True).status_code for one in shortcuts} == {200}


def test_the_worker_keeps_the_same_for_everybody(
    client: Client, client_as: Callable[[Actor], Client], acting: Acting
) -> None:
    principal = client_as(acting("principal"))
    answers = [one.get("/tanpa-jaringan/") for one in (client, principal)]

    assert answers[0].content == answers[1].content
    assert [dict(answer.cookies) for answer in answers] == [{}, {}]
    assert b"csrf" not in answers[0].content


def test_every_page_names_the_manifest_and_the_worker_exists(client: Client) -> None:
    page = client.get("/").content.decode()
    worker = client.get("/pekerja.js")

    assert 'rel="manifest" href="/aplikasi.webmanifest"' in page
    assert worker["Cache-Control"] == "public, max-age=3600", "not one more question to us for every page"
    parts = json.loads(re.findall(r"parts: (\[.*?\])", worker.content.decode())[0])
    assert [name for name in parts if not finders.find(name.removeprefix("/static/"))] == []


def test_the_statement_says_where_to_report_a_barrier(client: Client) -> None:
    page = client.get("/aksesibilitas/").content.decode()

    assert "WCAG" in page
    assert 'href="/lapor/"' in page.split("<main")[1].split("</main")[0]
    assert 'href="/aksesibilitas/"' in page.split("<footer")[1]
