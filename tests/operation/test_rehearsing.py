"""A migration that holds people up is found before the release; and in the release it gives way."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Timer
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.waiting import database_url

# No test transaction around them: others must feel the locks of a migration, and be let go after it.
pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "recipients_recipient"


@pytest.fixture
def planted(settings: Any, transactional_db: None) -> Iterator[None]:
    """Two migrations are outstanding."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.operation.planted"]
    yield
    MigrationExecutor(connection).migrate([("planted", None)])


def applied() -> list[str]:
    return [name for app, name in MigrationExecutor(connection).loader.applied_migrations if app == "planted"]


def test_who_holds_everybody_up_is_named_and_who_does_not_is_not(
    planted: None, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = str(connection.settings_dict["NAME"])
    with pytest.raises(SystemExit) as ended:
        call_command("rehearse_migrations", copy, limit=0.25, tables=[TABLE])
    assert ended.value.code == 1
    quick, slow, summary = capsys.readouterr().out.splitlines()
    assert quick.startswith("planted.0001_holds_nobody_up")
    assert "AccessExclusiveLock" not in quick
    assert slow.startswith("planted.0002_holds_everybody_up")
    assert f"{TABLE} AccessExclusiveLock" in slow
    assert summary == "2 migrations, 1 of them over 0.25 s"


def test_only_the_base_that_was_named_is_migrated(planted: None) -> None:
    with pytest.raises(CommandError, match="name a copy"):
        call_command("rehearse_migrations", "ksbb")
    assert applied() == []


def test_a_release_queues_for_no_lock_and_comes_through_when_it_is_free(planted: None) -> None:
    with psycopg.connect(database_url()) as reader:
        reader.execute(f"SELECT 1 FROM {TABLE}")
        with pytest.raises(CommandError, match="Gave up"):
            call_command("migrate_gently", wait=0.05, times=2, pause=0, verbosity=0)
        assert applied() == ["0001_holds_nobody_up"]
        Timer(0.3, reader.rollback).start()
        call_command("migrate_gently", wait=0.05, times=100, pause=0.1, verbosity=0)
    assert applied() == ["0001_holds_nobody_up", "0002_holds_everybody_up"]


def test_what_an_interrupted_index_left_goes_first(planted: None) -> None:
    call_command("migrate", verbosity=0)
    with psycopg.connect(database_url(), autocommit=True) as line:
        line.execute("INSERT INTO planted VALUES (1), (1)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            line.execute("CREATE UNIQUE INDEX CONCURRENTLY planted_half ON planted (id)")
        call_command("migrate_gently", verbosity=0)
        assert line.execute("SELECT to_regclass('planted_half')").fetchone() == (None,)
