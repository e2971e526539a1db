"""What is done each night is done once, made up for after a night off, and kept with its result."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from ksbb.audit import seals, trail
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common import modes
from ksbb.notifications.models import Message
from ksbb.operation import checkups, tasks
from ksbb.operation.actions.keep_schedule import keep_schedule
from ksbb.operation.actions.run_checkup import run_checkup
from ksbb.operation.checkups import Kind, due
from ksbb.operation.models import Checkup
from tests.audit.test_seals import as_master, switch

JAKARTA = ZoneInfo("Asia/Jakarta")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 30, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("now", "last", "is_due"),
    [
        (at(20, 1), None, True),
        (at(20, 1), at(19, 1), True),
        (at(20, 0), at(19, 1), False),
        (at(20, 14), at(20, 1), False),
        (at(20, 14), at(19, 1), True),  # the night was missed
        (at(20, 0), at(18, 1), True),  # and the one before as well
    ],
)
def test_one_run_belongs_to_each_night(now: datetime, last: datetime | None, is_due: bool) -> None:
    assert due(now, last, hour=1) is is_due


def test_a_difference_is_kept_until_a_run_without_one(db: None) -> None:
    Message.objects.create(kind="a/b", to_user_id=1)
    Message.objects.update(next_try_at=timezone.now() - timedelta(hours=2))
    bad = run_checkup(Kind.CHECK_DATA)
    assert bad is not None
    assert (bad.is_good, bad.findings) == (False, 1)
    assert bad.told.startswith("message.stuck: 1")
    Message.objects.all().delete()
    said = StringIO()
    call_command("checkup", "check_data", stdout=said)
    assert said.getvalue().strip() == "check_data: good"
    assert checkups.newest()[0].is_good


@pytest.fixture
def guarded(db: None) -> None:
    """The guards of the trail stand, as in a real base (tests/conftest.py lets the tests' own be emptied)."""
    cache.clear()
    switch("ENABLE")


def forge(event: Event) -> None:
    as_master("UPDATE audit_event SET role = 'donor' WHERE id = %s", event.pk)


def verified() -> Checkup:
    seals.seal(seals.EVENTS)
    run = run_checkup(Kind.VERIFY_TRAIL)
    assert run is not None
    return run


def test_the_trail_is_verified_from_where_it_was_and_once_a_week_from_the_beginning(guarded: None) -> None:
    thing = Checkup.objects.create(kind="backup", began_at=timezone.now())
    old = trail.record("kenari.seen", thing, actor=SYSTEM)
    first = verified()
    assert (first.is_good, first.marks["full"]) == (True, True)
    new = trail.record("kenari.seen", thing, actor=SYSTEM)
    second = verified()
    assert (second.is_good, second.marks["full"]) == (True, False)
    forge(old)
    assert verified().is_good, "compared before, and not again within the week"
    Checkup.objects.filter(pk=first.pk).update(began_at=timezone.now() - checkups.WHOLE_AFTER)
    whole = verified()
    assert (whole.is_good, whole.findings, whole.told) == (False, 1, f"event {old.pk}: changed")
    assert new.pk > old.pk


def test_a_forged_entry_is_found_in_the_next_night(guarded: None) -> None:
    thing = Checkup.objects.create(kind="backup", began_at=timezone.now())
    trail.record("kenari.seen", thing, actor=SYSTEM)
    assert verified().is_good
    new = trail.record("kenari.seen", thing, actor=SYSTEM)
    seals.seal(seals.EVENTS)
    forge(new)
    again = verified()
    assert (again.marks["full"], again.told) == (False, f"event {new.pk}: changed")


def test_each_is_made_once_a_night_and_one_that_fails_keeps_nobody_from_its_turn(guarded: None, settings: Any) -> None:
    settings.BACKUP_DIR = "/proc/nowhere"  # nothing can be written there
    settings.PUBLIC_URL = "https://127.0.0.1:1"  # nobody answers
    modes.change(modes.Mode.READ_ONLY)
    assert tasks.run_due_checkups() is None
    modes.change(modes.Mode.OPEN)
    made = keep_schedule()
    assert {run.kind: run.is_good for run in made} == {"certificate": False, "check_data": True, "verify_trail": True}
    failed = Checkup.objects.get(kind="backup")
    assert (failed.is_good, failed.ended_at is not None) == (False, True)
    assert failed.told != ""
    assert keep_schedule() == []
