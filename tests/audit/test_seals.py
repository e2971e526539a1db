"""The trail is sealed: whatever is changed, put in or taken out afterwards is named, also when the database's master did it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from ksbb.accounts.actions.publish_root import publish_root
from ksbb.audit import seals, trail
from ksbb.audit.models import DailyRoot, Event, Seal
from ksbb.audit.roots import digest_of_root
from ksbb.authority.actors import SYSTEM
from ksbb.notifications.models import Message
from schools.models import School
from tests.factories.donations import school_at
from tests.factories.verification import member

TABLES = ("audit_event", "audit_seal", "audit_dailyroot")
GUARDED = (*TABLES, "audit_read", "audit_change")
DAY, NEXT_DAY = date(2026, 11, 20), date(2026, 11, 21)


def sql(statement: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def switch(state: str) -> None:
    """The guards as they are outside of tests, where tables are never emptied."""
    for table in GUARDED:
        sql(f"ALTER TABLE {table} {state} TRIGGER USER")


@pytest.fixture(autouse=True)
def nobody_is_watched(db: None) -> None:
    cache.clear()


@pytest.fixture
def school(db: None) -> School:
    switch("ENABLE")
    return school_at()


@pytest.fixture
def events(school: School, monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """Twelve acts in three seals of four."""
    monkeypatch.setattr(seals, "LARGEST", 4)
    told = [trail.record("school.listed", school, actor=SYSTEM, number=number) for number in range(12)]
    assert seals.seal_all() >= 12
    return told


def as_master(statement: str, *values: str | int) -> None:
    """Whoever owns the machine can switch the guards off, and on again so that nobody notices."""
    switch("DISABLE")
    sql(statement, *values)
    switch("ENABLE")


def verified(*arguments: str) -> tuple[int, str]:
    """Exit code and what the command says."""
    said = StringIO()
    try:
        call_command("verify_trail", *arguments, stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue().strip()
    return 0, said.getvalue().strip()


def test_an_untouched_trail_is_as_it_was(events: list[Event]) -> None:
    publish_root(day=DAY)
    code, said = verified()
    assert code == 0, said
    assert said.startswith("the trail is as it was")


def test_one_changed_byte_is_named(events: list[Event]) -> None:
    as_master("UPDATE audit_event SET facts = '{\"number\": 6}' WHERE id = %s", events[5].pk)
    assert verified() == (1, f"event {events[5].pk}: changed")


@pytest.mark.parametrize("column", ["at", "action", "thing_id", "user_id", "organisation_id", "role", "region", "tx"])
def test_every_column_is_under_the_seal(events: list[Event], column: str) -> None:
    values = {"at": "at + interval '1 microsecond'", "action": "'school.accepted'", "role": "'donor'", "region": "'31'"}
    as_master(f"UPDATE audit_event SET {column} = {values.get(column, '7')} WHERE id = %s", events[2].pk)
    assert verified() == (1, f"event {events[2].pk}: changed")


def test_an_entry_taken_out_is_named(events: list[Event]) -> None:
    as_master("DELETE FROM audit_event WHERE id = %s", events[7].pk)
    assert verified() == (1, f"event {events[7].pk}: missing")


def test_the_end_taken_off_is_named(events: list[Event]) -> None:
    as_master("DELETE FROM audit_event WHERE id >= %s", events[10].pk)
    assert verified() == (1, f"event {events[10].pk}: missing")


def test_an_entry_put_in_is_named(events: list[Event]) -> None:
    """In the place of a number that was never used."""
    hole = events[0].pk - 1
    as_master("DELETE FROM audit_event WHERE id = %s", hole)
    as_master(
        "INSERT INTO audit_event (id, at, action, thing, thing_id, role, region, facts)"
        " SELECT %s, at, action, thing, thing_id, role, region, facts FROM audit_event WHERE id = %s",
        hole,
        events[0].pk,
    )
    assert verified() == (1, f"event {hole}: inserted")


def test_a_seal_made_to_fit_a_changed_entry_breaks_the_chain(events: list[Event]) -> None:
    as_master("UPDATE audit_event SET role = 'donor' WHERE id = %s", events[0].pk)
    leaf = f"(SELECT string_agg({seals.EVENTS.leaf}, ''::bytea ORDER BY e.id) FROM audit_event e WHERE e.id = ANY(ids))"
    number = Seal.objects.get(book="event", ids__contains=[events[0].pk]).number
    as_master(f"UPDATE audit_seal SET leaves = {leaf} WHERE number = %s AND book = 'event'", number)
    assert verified() == (1, f"seal event {number}: changed")


def test_a_trail_rewritten_and_sealed_anew_is_not_what_was_published(events: list[Event]) -> None:
    publish_root(day=DAY)
    as_master("UPDATE audit_event SET role = 'donor' WHERE id = %s", events[0].pk)
    as_master("DELETE FROM audit_seal")
    seals.seal_all()
    code, said = verified()
    assert (code, said.split(":")[0]) == (1, f"root {DAY}")


def test_not_even_when_the_roots_are_rewritten_too(events: list[Event], tmp_path: Path) -> None:
    """Then only what somebody has kept tells."""
    publish_root(day=DAY)
    kept = tmp_path / "akar-jejak.json"
    kept.write_bytes(Client().get("/jejak/akar.json").content)
    assert verified("--roots", str(kept))[0] == 0
    as_master("DELETE FROM audit_seal WHERE number > 1")
    as_master("DELETE FROM audit_dailyroot")
    seals.seal_all()
    trail.record("school.listed", School.objects.get(pk=events[0].thing_id), actor=SYSTEM)
    seals.seal_all()
    publish_root(day=DAY)
    assert verified()[0] == 0
    assert verified("--roots", str(kept)) == (1, f"root {DAY}: was published otherwise")


@pytest.mark.parametrize("table", GUARDED)
def test_guards_that_were_left_switched_off_are_named(events: list[Event], table: str) -> None:
    sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    assert verified()[1].startswith(f"table {table}: is not guarded")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses(events: list[Event], table: str, statement: str) -> None:
    publish_root(day=DAY)
    with pytest.raises(DatabaseError, match="Cannot (update or delete|truncate)"), transaction.atomic():
        sql(statement.format(table))


def test_a_root_is_published_once_a_day_and_mailed_to_each_auditor(events: list[Event], client: Client) -> None:
    auditors = {member("auditor").user_id, member("auditor").user_id}
    member("coordinator")
    root = publish_root(day=DAY)
    assert publish_root(day=DAY) is None
    assert root is not None
    letters = Message.objects.filter(kind="audit/daily_root")
    assert {letter.to_user_id for letter in letters} >= auditors
    assert len(letters) == len({letter.to_user_id for letter in letters})
    assert {letter.context["digest"] for letter in letters} == {root.digest}
    assert root.digest in client.get("/jejak/akar/").content.decode()


def test_a_stranger_can_recompute_the_published_roots(events: list[Event], client: Client) -> None:
    publish_root(day=DAY)
    trail.record("school.listed", School.objects.get(pk=events[0].thing_id), actor=SYSTEM)
    seals.seal_all()
    publish_root(day=NEXT_DAY)
    told = json.loads(client.get("/jejak/akar.json").content)["roots"]
    assert [root["day"] for root in told] == [str(DAY), str(NEXT_DAY)]
    assert told[1]["previous"] == told[0]["digest"] != told[1]["digest"]
    assert [digest_of_root(root["previous"], root["day"], root["heads"]) for root in told] == [
        root["digest"] for root in told
    ]
    assert DailyRoot.objects.get(day=NEXT_DAY).entries == told[1]["entries"]


@pytest.fixture
def somebody_else(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection of its own, as another process has it."""
    there = connection.get_connection_params()
    with psycopg.connect(
        host=there["host"],
        port=there["port"],
        user=there["user"],
        password=there.get("password"),
        dbname=there["dbname"],
    ) as other:
        yield other


def test_nothing_comes_late_behind_a_seal(somebody_else: psycopg.Connection) -> None:
    """A number is taken before the commit: a lower one may appear after a higher one, and must find its seal still open."""
    school = school_at()
    somebody_else.execute(
        "INSERT INTO audit_event (at, action, thing, thing_id, role, region, facts)"
        " VALUES (now(), 'school.listed', 'schools.school', 1, 'system', '', '{}')"
    )
    with transaction.atomic():
        later = trail.record("school.listed", school, actor=SYSTEM)
    assert seals.seal(seals.EVENTS) == 0
    assert seals.seal(seals.EVENTS) == 0
    somebody_else.commit()
    assert seals.seal(seals.EVENTS) >= 2
    ids = Seal.objects.get(book="event").ids
    assert ids.index(later.pk) == ids.index(later.pk - 1) + 1
