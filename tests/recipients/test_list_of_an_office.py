"""An office's list goes from area to area on its own ground, and begins to read there."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ksbb.authority.actors import Actor
from recipients.models import Recipient
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory

ClientAs = Callable[[Actor], Client]
LIST = "/penerima/"
GROUND = ["31.73.06", "31.74"]


@pytest.fixture
def people(db: None) -> None:
    """Two in each of five places; 31.73.07 and 31.71.01 are another office's."""
    for code in ("31.74.01.1002", "31.73.07.1001", "31.73.06.1001", "31.71.01.1001", "31.74.01.1001"):
        RecipientFactory.create_batch(2, school=SchoolFactory.create(accepted=True, code=code))


def read_through(client: Client, **asked: str) -> list[int]:
    seen, answer = [], client.get(LIST, asked)
    while True:
        seen += [person.pk for person in answer.context["people"]]
        follow = re.search(r'rel="next"\s+href="([^"]+)"', answer.content.decode())
        if follow is None:
            return seen
        answer = client.get(f"{LIST}{unescape(follow[1])}")


def on_ground(*codes: str) -> list[int]:
    """Asked for one by one and put in order here."""
    everybody = Recipient.objects.values_list("region", "pk")
    return [pk for region, pk in sorted(everybody) if any(region.startswith(f"{code}.") for code in codes)]


def test_everybody_on_the_own_ground_comes_once_in_order(
    client_as: ClientAs, acting: Acting, people: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recipients.views.people.PAGE_SIZE", 1)
    client = client_as(acting("city_supervisor", codes=GROUND))
    assert read_through(client) == on_ground(*GROUND)
    assert read_through(client, kecamatan="31.74.01") == on_ground("31.74.01")
    assert len(on_ground(*GROUND)) == 6


def test_an_area_inside_another_hides_nobody(client_as: ClientAs, acting: Acting, people: None) -> None:
    client = client_as(acting("city_supervisor", codes=["31.73.06", "31"]))
    assert read_through(client) == on_ground("31")


def test_the_list_is_read_by_its_index_from_the_own_area_on(client_as: ClientAs, acting: Acting, people: None) -> None:
    client = client_as(acting("city_supervisor", codes=["31.74"]))
    with CaptureQueriesContext(connection) as captured:
        client.get(LIST)
    (statement,) = [q["sql"] for q in captured if "LIMIT 31" in q["sql"]]
    with connection.cursor() as cursor:
        # With so few rows only what is possible can be asked.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using recipient_region" in plan
    assert "Index Cond: (((region)::text >= '31.74'" in plan
    assert "Sort" not in plan
