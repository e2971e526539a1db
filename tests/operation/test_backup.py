"""The drill: what is backed up comes back on an empty machine, whole and proved, or is refused in plain words."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ksbb.notifications.models import Message
from ksbb.operation import backing_up, restoring
from tests.factories.verification import judged, waiting_report

Manage = Callable[..., CompletedProcess[str]]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(files: Path, tmp_path: Path) -> Path:
    """A backup of a base with a verified gift, its photo and papers, one report that waits, and letters that wait."""
    judged(waiting_report())
    waiting_report()
    guard_against_emptying("ENABLE")
    folder, _told = backing_up.back_up(tmp_path / "backups")
    guard_against_emptying("DISABLE")
    return folder


def guard_against_emptying(do: str) -> None:
    """The trail cannot be emptied; the tests' own base must be, so there it is off (tests/conftest.py)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_no_truncate%'"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {do} TRIGGER {name}")


def test_a_backup_comes_back_on_an_empty_machine_and_is_proved(
    backup: Path, empty_machine: Manage, tmp_path: Path
) -> None:
    waiting = Message.objects.waiting().count()
    done = empty_machine("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "0 with differences" in done.stdout
    assert f"0 sessions ended, {waiting} messages held" in done.stdout
    brought = {path.name for path in (tmp_path / "brought-back").rglob("*") if path.is_file()}
    assert brought == {path.name for path in (tmp_path / "files").rglob("*") if path.is_file()} != set()

    again = empty_machine("restore", str(backup))
    assert again.returncode == 1
    assert "The database is not empty" in again.stderr


def test_without_the_right_keys_nothing_begins(backup: Path, empty_machine: Manage, tmp_path: Path) -> None:
    done = empty_machine("restore", str(backup), KSBB_FIELD_KEYS=base64.b64encode(os.urandom(32)).decode())
    assert done.returncode == 1
    assert "The keys do not fit this backup; missing: KSBB_FIELD_KEYS" in done.stderr
    assert not (tmp_path / "brought-back" / "files").exists()


def test_a_backup_that_was_changed_is_refused(backup: Path) -> None:
    dump = backup / "database.dump"
    whole = dump.read_bytes()
    dump.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(CommandError, match="was changed since the backup"):
        restoring.check_place(backup)


def test_a_backup_holds_no_key_and_only_its_owner_reads_it(backup: Path, settings: object) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    for key in (*settings.FIELD_KEYS, settings.HASH_KEY, connection.settings_dict["PASSWORD"]):  # type: ignore[attr-defined]
        for part in backup.iterdir():
            assert key.encode() not in part.read_bytes()


def test_the_keys_go_elsewhere_or_nowhere(files: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="in another place"):
        call_command("backup", tmp_path / "backups", keys_to=tmp_path / "backups" / "keys")
    call_command("backup", tmp_path / "backups", keys_to=tmp_path / "keys")
    assert (tmp_path / "keys").read_text().startswith("KSBB_FIELD_KEYS=")
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="never overwritten"):
        call_command("backup", tmp_path / "backups", keys_to=tmp_path / "keys")


def test_old_backups_and_interrupted_ones_go_and_the_newest_stay(backup: Path) -> None:
    older = backup.with_name("ksbb-20200101T000000Z")
    older.mkdir()
    (older / "manifest.json").write_text(json.dumps({}))
    (backup.parent / "ksbb-20200102T000000Z.unfinished").mkdir()
    stranger = backup.parent / "something-else"
    stranger.mkdir()
    backing_up.prune(backup.parent, keep=1)
    assert sorted(path.name for path in backup.parent.iterdir()) == [backup.name, stranger.name]


def test_a_dump_that_fails_leaves_nothing_that_looks_like_a_backup(
    files: Path, tmp_path: Path, settings: object
) -> None:
    settings.PG_BIN_DIR = str(tmp_path)  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="pg_dump was not found"):
        backing_up.back_up(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
