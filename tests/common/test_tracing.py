"""A request's number goes through every line to the work in the background, and no line names an address."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from celery.signals import before_task_publish, task_postrun, task_prerun
from django.test import Client

from ksbb.celery import app
from ksbb.common import tracing
from ksbb.common.tracing import Discreet, JsonFormatter, request_number


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What production would write."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(Discreet())
    root = logging.getLogger()
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)


def read(lines: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_the_browser_learns_the_number_of_its_line(client: Client, lines: io.StringIO) -> None:
    number = client.get("/cara-kerja/")["X-Request-ID"]
    [line] = [line for line in read(lines) if line["logger"] == "ksbb.access"]
    assert (line["request"], line["route"], line["status"]) == (number, "portal:how", 200)
    assert request_number() == "-"


def test_a_proxy_may_hand_in_a_number_but_no_text(client: Client) -> None:
    assert (
        client.get("/cara-kerja/", headers={"x-request-id": "0123456789abcdef"})["X-Request-ID"] == "0123456789abcdef"
    )
    assert client.get("/cara-kerja/", headers={"x-request-id": "x\nerfunden: ja"})["X-Request-ID"] != "x\nerfunden: ja"


def test_no_line_holds_the_secret_of_an_address(client: Client, db: None, lines: io.StringIO) -> None:
    client.get("/undangan/kenari-rahasia/?nama=kenari-kueri")
    client.get("/tidak-ada/kenari-jalan/")
    assert any(line["status"] == 404 for line in read(lines) if line["logger"] == "ksbb.access")
    assert "kenari" not in lines.getvalue()


def test_an_error_is_told_by_its_place_and_not_by_its_words(lines: io.StringIO) -> None:
    try:
        raise ValueError("NIK 3173010302140001")
    except ValueError:
        logging.getLogger("anywhere").exception("it broke")
    [line] = read(lines)
    assert line["error"] == "ValueError"
    assert "test_tracing.py" in line["places"][0]
    assert "3173010302140001" not in lines.getvalue()


def test_a_task_carries_the_number_of_the_request_that_asked_for_it(client: Client) -> None:
    seen: list[str] = []

    def tell_number() -> None:
        seen.append(request_number())

    tell = app.task(tell_number, name="tests.tell_number")
    headers: dict[str, Any] = {}
    token = tracing._current.set("0123456789abcdef")
    before_task_publish.send(sender=tell.name, headers=headers)
    tracing._current.reset(token)
    tell.push_request(id="abcdefgh-1", **headers)
    task_prerun.send(sender=tell, task=tell, task_id="abcdefgh-1")
    tell()
    task_postrun.send(sender=tell, task=tell)
    tell.pop_request()
    assert seen == ["0123456789abcdef"]
    assert request_number() == "-"
