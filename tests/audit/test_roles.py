"""The application's role in the database works with everything and cannot rewrite the trail, whatever the code would like."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from ksbb.accounts.actions.publish_root import publish_root
from ksbb.audit import privileges, seals, trail
from ksbb.audit.models import Change, Event
from ksbb.authority.actors import SYSTEM
from recipients.actions.judge_everybody import judge_everybody
from recipients.models import CriteriaSet
from recipients.states import CriteriaState
from schools.models import School
from tests.audit.test_seals import DAY
from tests.factories.donations import people_at, school_at
from tests.factories.verification import member

TABLES = ("audit_event", "audit_seal", "audit_dailyroot", "audit_read", "audit_change")


# Made with the cluster (launch/services.py); what it may do is given in each test, and forgotten with it.
ROLE = "ksbb_application"


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def as_application() -> Iterator[None]:
    """After a refusal the savepoint takes the role back by itself."""
    sql(f"SET LOCAL ROLE {ROLE}")
    yield
    sql("RESET ROLE")


@pytest.fixture
def role(db: None) -> str:
    if privileges.too_much(ROLE) == [f"there is no role {ROLE}"]:
        pytest.skip(f"a database of one's own without the role {ROLE}")
    return ROLE


@pytest.fixture
def granted(role: str) -> str:
    said = StringIO()
    call_command("grant_application_role", ROLE, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "DROP TABLE {}",
        "ALTER TABLE {} DISABLE TRIGGER USER",
        "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
    ],
)
def test_it_is_refused(granted: str, table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied|must be owner"), transaction.atomic(), as_application():
        sql(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION audit_note_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP TRIGGER history_update ON schools_school",
        "INSERT INTO audit_change (id) VALUES (1)",
        "DELETE FROM donations_ledgerentry",
    ],
)
def test_nor_may_it_go_around(granted: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied|must be owner"), transaction.atomic(), as_application():
        sql(statement)


def test_it_does_its_work(granted: str) -> None:
    """People, trail, seals and roots; and the history of fields is written although it may not write there itself."""
    with as_application():
        school = school_at()
        people_at(school, pupils=3)
        trail.record("school.accepted", school, actor=SYSTEM)
        School.objects.filter(pk=school.pk).update(is_closed=True)
        assert seals.seal(seals.EVENTS) > 0
        member("auditor")
        assert publish_root(day=DAY) is not None
    assert Change.objects.filter(table="schools_school", operation="U", row_id=school.pk).exists()
    assert Event.objects.about(school).exists()


def test_it_publishes_criteria(granted: str) -> None:
    """Which builds a table beside the others: that one table is its own."""
    with as_application():
        people_at(school_at(), pupils=3)
        old = CriteriaSet.objects.get(kind="student", state=CriteriaState.PUBLISHED)
        new = CriteriaSet.objects.create(kind="student", version=old.version + 1, clauses=old.clauses)
        assert judge_everybody(criteria=new) == 3


def test_the_command_says_when_a_role_could_do_too_much(granted: str) -> None:
    assert "cannot rewrite the trail" in granted
    sql(f"GRANT DELETE ON audit_event TO {ROLE}")
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("grant_application_role", ROLE, "--check", stdout=said)
    assert said.getvalue().strip() == f"{ROLE} may DELETE audit_event"
    assert privileges.too_much(connection.settings_dict["USER"]) != []
    assert privileges.too_much("nobody_there") == ["there is no role nobody_there"]


@pytest.fixture
def signed_in(role: str) -> Iterator[psycopg.Connection]:
    """A connection that really is the role's, and cannot become anybody else."""
    there = connection.get_connection_params()
    place = {name: there[name] for name in ("host", "port", "dbname", "password")}
    statements = list(privileges.grants(ROLE))
    with psycopg.connect(**place, user=there["user"], autocommit=True) as owner:
        try:
            for statement in statements:
                owner.execute(statement)
            with psycopg.connect(**place, user=ROLE, autocommit=True) as guest:
                yield guest
        finally:
            owner.execute(f"REASSIGN OWNED BY {ROLE} TO {there['user']}")
            owner.execute(f"DROP OWNED BY {ROLE}")


def test_signed_in_as_the_role(signed_in: psycopg.Connection) -> None:
    for statement in (
        "UPDATE audit_event SET role = 'donor'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        f"SET ROLE {connection.settings_dict['USER']}",
        "SET session_replication_role = replica",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            signed_in.execute(statement)
    assert signed_in.execute("SELECT count(*) FROM audit_event").fetchone() is not None
