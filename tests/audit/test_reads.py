"""Whoever is shown people's data is written down, with the page and the number; nothing of what was shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from ksbb.accounts.actions.report_bulk_reading import report_bulk_reading
from ksbb.audit import reads
from ksbb.audit.models import Read
from ksbb.audit.reads import common_ground
from ksbb.audit.words_reads import SHOWN_ON
from ksbb.authority.actors import Actor
from ksbb.notifications.models import Message
from recipients.models import Recipient
from schools.models import School
from tests.factories.donations import people_at, school_at
from tests.factories.verification import member

ClientAs = Callable[[Actor], Client]
ADDRESS = "/jejak/bacaan/"


@pytest.fixture
def school(db: None) -> School:
    school = school_at()
    people_at(school, pupils=3)
    return school


@pytest.fixture
def principal(school: School) -> Actor:
    return member("principal", school.organisation)


def test_a_list_is_one_reading_with_its_people(client_as: ClientAs, school: School, principal: Actor) -> None:
    assert client_as(principal).get("/penerima/").status_code == 200
    read = Read.objects.get()
    assert (read.kind, read.page, read.count) == ("list", "recipients:recipient_list", 3)
    assert set(read.people) == set(Recipient.objects.values_list("pk", flat=True))
    assert (read.user_id, read.role, read.region) == (principal.user_id, "principal", school.region)


def test_it_costs_one_statement(client_as: ClientAs, principal: Actor) -> None:
    client = client_as(principal)
    client.get("/penerima/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/penerima/")
    assert len([query for query in queries if "audit_read" in query["sql"]]) == 1


def test_a_page_without_people_is_not_a_reading(client_as: ClientAs, school: School) -> None:
    stranger = member("principal", school_at().organisation)
    assert client_as(stranger).get("/penerima/").status_code == 200
    assert client_as(stranger).get(f"/penerima/{Recipient.objects.all()[0].public_id}/").status_code == 404
    assert not Read.objects.exists()


def test_the_file_of_the_school_is_a_reading_of_all_of_them(client_as: ClientAs, principal: Actor) -> None:
    answer = client_as(principal).post("/penerima/unduh/", {"file_format": "csv"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert Read.objects.filter(kind="export").values_list("count", flat=True).get() == 3


def test_what_cannot_be_written_down_is_not_shown(client_as: ClientAs, principal: Actor) -> None:
    client = client_as(principal)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_read ADD CONSTRAINT closed CHECK (count < 0)")
    with pytest.raises(DatabaseError), transaction.atomic():
        client.get("/penerima/")


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{before}{one.namespace}:" if one.namespace else before)
        else:
            yield f"{before}{one.name}", one


def test_every_page_that_shows_people_has_its_words() -> None:
    routes = dict(patterns(get_resolver()))
    shown = {name for name, one in routes.items() if hasattr(one.callback, "shows_people")}
    assert shown - set(SHOWN_ON) == set()
    assert set(SHOWN_ON) - set(routes) == set()


def test_the_smallest_area_that_holds_them() -> None:
    assert common_ground(["31.73.06.1001", "31.73.06.1002"]) == "31.73.06"
    assert common_ground(["31.73.06.1001", "31.74.01.1001"]) == "31"
    assert common_ground(["31.73.06.1001", "32.04.05.2001"]) == ""
    assert common_ground([]) == ""


@override_settings(READ_ALERT_PEOPLE=5)
def test_auditors_get_one_letter_a_day_about_who_was_shown_very_many(principal: Actor) -> None:
    auditor, quiet = member("auditor"), member("principal")
    reads.write("list", dict.fromkeys(range(1, 5), "31"), page="x", actor=principal)
    reads.write("list", dict.fromkeys(range(3, 6), "31"), page="x", actor=principal)
    assert report_bulk_reading() == 0, "five different people are not more than five"
    reads.write("export", dict.fromkeys(range(100, 102), "31"), page="x", actor=principal)
    reads.write("list", dict.fromkeys(range(1, 5), "31"), page="x", actor=quiet)
    assert report_bulk_reading() == 1
    assert report_bulk_reading() == 1
    letter = Message.objects.get(kind="audit/bulk_reading", to_user_id=auditor.user_id)
    assert letter.context == {"people": 7}


@override_settings(READ_ALERT_PEOPLE=9_000)
def test_a_file_of_very_many_counts_without_their_numbers(principal: Actor) -> None:
    member("auditor")
    read = reads.write("export", dict.fromkeys(range(10_000), "31"), page="x", actor=principal)
    assert read.people == []
    assert report_bulk_reading() == 1


def test_the_auditor_reads_the_own_ground(client_as: ClientAs, school: School, principal: Actor) -> None:
    client_as(principal).get("/penerima/")
    here = client_as(member("auditor", codes=("31.73",))).get(ADDRESS)
    assert [row["read"].count for row in here.context["rows"]] == [3]
    assert "Daftar penerima" in here.content.decode()
    elsewhere = client_as(member("auditor", codes=("31.72",))).get(ADDRESS)
    assert elsewhere.context["rows"] == []


def test_it_can_be_narrowed(client_as: ClientAs, principal: Actor) -> None:
    reads.write("list", {1: ""}, page="recipients:recipient_list", actor=principal)
    reads.write("export", dict.fromkeys(range(200), ""), page="recipients:recipient_export", actor=member("principal"))
    client = client_as(member("auditor"))
    assert len(client.get(ADDRESS).context["rows"]) == 2
    assert len(client.get(ADDRESS, {"jenis": "export"}).context["rows"]) == 1
    assert len(client.get(ADDRESS, {"akun": str(principal.user_id)}).context["rows"]) == 1
    assert len(client.get(ADDRESS, {"banyak": "ya"}).context["rows"]) == 1
    assert len(client.get(ADDRESS, {"peran": "donor", "akun": "²"}).context["rows"]) == 0


@pytest.mark.parametrize("role", ["principal", "donor", "validator", "city_supervisor"])
def test_others_may_not(client_as: ClientAs, role: str) -> None:
    assert client_as(member(role)).get(ADDRESS).status_code == 403
