"""Read-only and closed: what is still possible, and what people are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from ksbb.authority.actors import Actor
from ksbb.common import modes
from ksbb.common.background import RestingTask
from ksbb.notifications.tasks import heartbeat, sweep
from tests.conftest import Acting


@pytest.fixture(autouse=True)
def open_again() -> Iterator[None]:
    yield
    modes.change(modes.Mode.OPEN)


def test_read_only_shows_every_page_and_saves_nothing(acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    principal = client_as(acting("principal"))
    call_command("mode", "read-only")
    assert principal.get("/penerima/").status_code == 200
    refused = principal.post("/bahasa/", {"language": "en"})
    assert refused.status_code == 503
    assert refused["Retry-After"] == "300"
    assert "hanya dapat dibaca" in refused.text
    call_command("mode", "open")
    assert principal.post("/bahasa/", {"language": "en"}).status_code == 302


def test_closed_answers_without_a_database(client: Client) -> None:
    """No fixture opens the database here: a statement would fail the test."""
    modes.change(modes.Mode.CLOSED)
    closed = client.get("/", headers={"accept-language": "en"})
    assert closed.status_code == 503
    assert "no-store" in closed["Cache-Control"]
    assert client.get("/sekolah/").status_code == 503
    told = client.post("/api/v1/recipients/imports")
    assert told["Content-Type"] == "application/problem+json"
    assert told.json()["code"] == "closed"


def test_health_answers_in_every_mode(client: Client, db: None) -> None:
    modes.change(modes.Mode.CLOSED)
    assert "database" in client.get("/healthz").json()


def test_work_in_the_background_rests_and_is_taken_up_again(db: None) -> None:
    modes.change(modes.Mode.READ_ONLY)
    assert isinstance(sweep, RestingTask)
    assert sweep() is None
    heartbeat()
    assert cache.get("worker:heartbeat")
    modes.change(modes.Mode.OPEN)
    assert sweep() == 0


def test_the_environment_outranks_what_was_told(settings: object) -> None:
    settings.MODE = "read-only"  # type: ignore[attr-defined]
    modes.change(modes.Mode.OPEN)
    assert modes.current() == modes.Mode.READ_ONLY
