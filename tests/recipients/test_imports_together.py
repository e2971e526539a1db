"""Several workers, a killed worker, two schools at once: on real PostgreSQL, each with a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import TypeVar

import psycopg
import pytest
from django.db import OperationalError, close_old_connections, connection, connections
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.running import alone
from ksbb.imports.states import ImportState
from ksbb.notifications.models import Message
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.register import AlreadyRegistered, register
from recipients.actions.start_import import start_import
from recipients.models import Assessment, Identity, Recipient
from recipients.tasks import resume_imports
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RegistrationFactory
from tests.factories.schools import SchoolFactory
from tests.factories.workbooks import pupil_workbook
from tests.recipients.uploads import rehearsed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school() -> School:
    install_first_criteria()
    return SchoolFactory.create(accepted=True)


@pytest.fixture
def operator(acting: Acting, school: School) -> Actor:
    return acting("school_operator", organisation=school.organisation)


Result = TypeVar("Result")


def together(*steps: Callable[[], Result]) -> list[Result]:
    """Run the steps at the same moment, each on its own connection; the first error is raised."""
    start = threading.Barrier(len(steps))

    def one(step: Callable[[], Result]) -> Result:
        close_old_connections()
        start.wait()
        try:
            return step()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        return [future.result() for future in [pool.submit(one, step) for step in steps]]


@contextmanager
def a_stranger_holding(table: str) -> Iterator[psycopg.Connection]:
    """Somebody else's open transaction on `table`: whoever wants to write there waits."""
    parameters = connection.get_connection_params()
    wanted = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname")}
    with closing(psycopg.connect(**wanted)) as other:
        other.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        yield other
        other.rollback()


def waiting_backend(other: psycopg.Connection) -> int:
    """The process of the database that waits for a lock, once there is one."""
    statement = (
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() LIMIT 1"
    )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        other.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction the view would stand still
        if found := other.execute(statement).fetchone():
            return int(found[0])
        time.sleep(0.02)
    raise AssertionError("nobody came to wait")


def approved(school: School, operator: Actor, rows: int = 40) -> ImportRun:
    return apply_import(run=rehearsed(school, pupil_workbook(rows), operator), actor=operator)


def test_two_workers_apply_one_run_once(school: School, operator: Actor) -> None:
    run = approved(school, operator)
    done = together(*[lambda: imports.finish(run.public_id)] * 4)
    run.refresh_from_db()
    assert done.count(True) == 1
    assert run.state == ImportState.APPLIED
    assert Recipient.objects.count() == 40
    assert Message.objects.filter(kind="recipients/import_applied").count() == 1


def test_two_workers_rehearse_one_run_once(school: School, operator: Actor) -> None:
    run = start_import(school=school, data=pupil_workbook(30), file_name="a.xlsx", actor=operator)
    done = together(*[lambda: imports.rehearse(run.public_id)] * 4)
    run.refresh_from_db()
    assert done.count(True) == 1
    assert run.state == ImportState.REHEARSED
    assert run.rows.count() == 30


def test_a_worker_killed_half_way_leaves_nothing_and_the_beat_goes_on(school: School, operator: Actor) -> None:
    """The worker has written people and numbers and waits to assess them when its connection is cut."""
    run = approved(school, operator)
    with ThreadPoolExecutor(1) as pool, a_stranger_holding("recipients_assessment") as other:
        dying = pool.submit(imports.finish, run.public_id)
        other.execute("SELECT pg_terminate_backend(%s)", [waiting_backend(other)])
        with pytest.raises(OperationalError):
            dying.result(20)
        pool.submit(connections.close_all).result()
    assert not Recipient.objects.exists()
    assert not Identity.objects.exists()
    run.refresh_from_db()
    assert run.state == ImportState.APPLYING
    assert run.counts["new"] == 40

    left_for_two_minutes(run)
    assert resume_imports() == 1
    run.refresh_from_db()
    assert run.state == ImportState.APPLIED
    assert Recipient.objects.count() == 40
    assert Assessment.objects.newest().count() == 40


def test_a_rehearsal_killed_half_way_starts_over(school: School, operator: Actor) -> None:
    run = start_import(school=school, data=pupil_workbook(520), file_name="a.xlsx", actor=operator)
    with ThreadPoolExecutor(1) as pool, a_stranger_holding("audit_event") as other:
        dying = pool.submit(imports.rehearse, run.public_id)
        other.execute("SELECT pg_terminate_backend(%s)", [waiting_backend(other)])
        with pytest.raises(OperationalError):
            dying.result(20)
        pool.submit(connections.close_all).result()
    run.refresh_from_db()
    assert run.state == ImportState.READ
    assert ImportRow.objects.filter(run=run).count() == 520  # written, and shown to nobody while it is READ

    left_for_two_minutes(run)
    assert resume_imports() == 1
    run.refresh_from_db()
    assert run.state == ImportState.REHEARSED
    assert run.counts["new"] == run.rows.count() == 520


def test_a_living_worker_is_not_doubled(school: School, operator: Actor) -> None:
    run = approved(school, operator)
    left_for_two_minutes(run)
    with alone(run) as mine:
        assert mine
        assert together(resume_imports) == [0]
    assert resume_imports() == 1


def test_a_run_touched_a_moment_ago_is_left_alone(school: School, operator: Actor) -> None:
    approved(school, operator)
    assert resume_imports() == 0


def test_a_run_that_fails_for_an_hour_is_given_up_and_says_so(school: School, operator: Actor) -> None:
    run = approved(school, operator)
    hours_ago = timezone.now() - timedelta(hours=2)
    ImportRun.objects.filter(pk=run.pk).update(updated_at=hours_ago, applying_at=hours_ago)
    assert resume_imports() == 1
    run.refresh_from_db()
    assert run.state == ImportState.REFUSED
    assert "Unggah lagi" in run.refusal


def test_one_person_is_registered_at_one_school_only(acting: Acting, school: School, operator: Actor) -> None:
    other = SchoolFactory.create(accepted=True)
    other_operator = acting("school_operator", organisation=other.organisation)
    person = RegistrationFactory.build()

    def attempt(at: School, actor: Actor) -> bool:
        try:
            register(school=at, people=[person], actor=actor)
        except AlreadyRegistered:
            return False
        return True

    outcomes = together(*[lambda: attempt(school, operator), lambda: attempt(other, other_operator)] * 3)
    assert outcomes.count(True) == 1
    assert Recipient.objects.count() == 1
    assert Identity.objects.count() == 1


def test_two_schools_with_the_same_people_share_them_out(acting: Acting, school: School, operator: Actor) -> None:
    """The same forty in two files: whoever comes second gets forty cases, and nothing of the first is lost."""
    other = SchoolFactory.create(accepted=True)
    there = acting("school_operator", organisation=other.organisation)
    mine = approved(school, operator)
    theirs = apply_import(run=rehearsed(other, pupil_workbook(40), there), actor=there)
    assert together(lambda: imports.finish(mine.public_id), lambda: imports.finish(theirs.public_id)) == [True, True]
    assert Recipient.objects.count() == 40
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.counts["new"] + theirs.counts["new"] == 40
    assert mine.counts["elsewhere"] + theirs.counts["elsewhere"] == 40


def test_the_same_people_in_opposite_order_lock_nobody_up(acting: Acting, school: School, operator: Actor) -> None:
    other = SchoolFactory.create(accepted=True)
    there = acting("school_operator", organisation=other.organisation)
    people = RegistrationFactory.build_batch(300)

    def attempt(at: School, actor: Actor, order: int) -> bool:
        try:
            register(school=at, people=people[::order], actor=actor)
        except AlreadyRegistered:
            return False
        return True

    outcomes = together(lambda: attempt(school, operator, 1), lambda: attempt(other, there, -1))
    assert sorted(outcomes) == [False, True]
    assert Recipient.objects.count() == 300


def left_for_two_minutes(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk).update(updated_at=timezone.now() - timedelta(minutes=2))
