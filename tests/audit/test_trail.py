"""The trail: nobody rewrites it, every act has its words, and it is read by those who look over everything."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ksbb.accounts.models import User
from ksbb.audit import trail
from ksbb.audit.history import history_of
from ksbb.audit.models import Event
from ksbb.audit.words import PAGES, THINGS, WORDS, sentence
from ksbb.authority.actors import SYSTEM, Actor
from recipients.states import RecipientState
from schools.models import School
from tests.factories.donations import school_at
from tests.factories.verification import member, waiting_report
from verification.states import ReportState

ClientAs = Callable[[Actor], Client]
ADDRESS = "/jejak/"
LITERAL = re.compile(r"""record(?:_many)?\(\s*"([a-z_]+\.[a-z_]+)\"""")


@pytest.fixture
def school(db: None) -> School:
    return school_at()


@pytest.fixture
def event(school: School) -> Event:
    return trail.record("school.accepted", school, actor=SYSTEM)


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET role = 'donor'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_rewrite_it(event: Event, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.get(pk=event.pk).role == "system"


def test_not_even_by_the_model(event: Event) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        event.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(action="x")


@pytest.mark.django_db(transaction=True)
def test_an_act_is_written_only_inside_its_transaction() -> None:
    school = school_at()
    with pytest.raises(RuntimeError):
        trail.record("school.accepted", school, actor=SYSTEM)


def recorded_actions() -> set[str]:
    """Every act that the code records, read from the code."""
    found = {f"report.{state}" for state in ReportState.values}
    found |= {f"recipient.{state}" for state in RecipientState.values}
    for app in ("ksbb", "schools", "recipients", "donations", "verification"):
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            found |= set(LITERAL.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_act_has_its_words() -> None:
    assert recorded_actions() - set(WORDS) == set()


def test_that_somebody_read_the_notice_is_named_in_words() -> None:
    assert "recipients.noticeseen" in THINGS


def test_every_kind_of_thing_exists() -> None:
    for label in [*THINGS, *PAGES]:
        assert apps.get_model(label)


def test_a_missing_fact_reads_as_a_dash() -> None:
    assert sentence("pledge.committed", {}) == "Menjanjikan – gawai"
    assert sentence("pledge.committed", {"devices": 3}) == "Menjanjikan 3 gawai"
    assert sentence("something.unheard_of", {}) == "something.unheard_of"


def test_the_history_of_a_thing_is_told_in_order(school: School) -> None:
    principal = member("principal", school.organisation)
    trail.record("school.listed", school, actor=SYSTEM)
    trail.record("school.accepted", school, actor=principal)
    told = history_of(school, principal)
    assert [entry.title for entry in told] == ["Mencatat sekolah dari data induk", "Menerima sekolah ke dalam program"]
    assert told[0].who == "Sistem"
    assert told[1].who == f"{User.objects.get(pk=principal.user_id).full_name} · Kepala Sekolah"
    assert [entry.who for entry in history_of(school, member("donor"))] == ["Sistem", "Kepala Sekolah"]


def test_a_history_takes_two_queries(school: School) -> None:
    principal = member("principal", school.organisation)
    for _act in range(5):
        trail.record("school.listed", school, actor=principal)
    with CaptureQueriesContext(connection) as queries:
        assert len(history_of([school, school.organisation], principal)) == 5
    assert len(queries) == 2


def test_the_auditor_reads_the_own_ground_and_what_has_none(event: Event, client_as: ClientAs) -> None:
    donor = member("donor")
    trail.record("donor.registered", User.objects.get(pk=donor.user_id), actor=donor)
    page = client_as(member("auditor", codes=("31.73",))).get(ADDRESS).content.decode()
    assert "Mendaftar sebagai donatur" in page
    assert "Menerima sekolah ke dalam program" in page
    elsewhere = client_as(member("auditor", codes=("31.72",))).get(ADDRESS).content.decode()
    assert "Menerima sekolah ke dalam program" not in elsewhere


@pytest.mark.parametrize("role", ["principal", "donor", "validator", "city_supervisor", "district_supervisor"])
def test_others_may_not(client_as: ClientAs, event: Event, role: str) -> None:
    assert client_as(member(role)).get(ADDRESS).status_code == 403


def test_a_visitor_is_sent_to_sign_in(db: None) -> None:
    assert Client().get(ADDRESS).status_code == 302


def test_things_that_the_reader_may_see_are_linked(client_as: ClientAs) -> None:
    report = waiting_report()
    page = client_as(member("auditor")).get(ADDRESS).content.decode()
    assert f"/laporan/{report.public_id}/" in page


def test_it_can_be_narrowed_to_one_kind_of_thing(client_as: ClientAs) -> None:
    waiting_report()
    answer = client_as(member("auditor")).get(ADDRESS, {"hal": "verification.report"})
    assert {row["event"].thing for row in answer.context["rows"]} == {"verification.report"}


def test_more_events_take_no_more_queries(client_as: ClientAs, school: School) -> None:
    client = client_as(member("auditor"))
    trail.record("school.accepted", school, actor=SYSTEM)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(60):
        trail.record("school.accepted", school_at() if number < 5 else school, actor=member("coordinator"))
    with CaptureQueriesContext(connection) as many:
        answer = client.get(ADDRESS)
    # Names of people are one query more than a page on which only the system acted.
    assert len(many) <= len(few) + 1
    assert len(answer.context["rows"]) == 50
    assert len(client.get(ADDRESS, {"sesudah": answer.context["page"].after}).context["rows"]) == 11
