"""The migrated database that the tests copy is another one as soon as a migration is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mould import MIGRATIONS, ROOT, key


def test_every_migration_counts() -> None:
    whole = key(MIGRATIONS)
    assert whole == key(reversed(MIGRATIONS))
    assert all(key([one for one in MIGRATIONS if one != left_out]) != whole for left_out in MIGRATIONS[:3])


def test_a_migration_that_imports_code_is_made_from_that_code(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = next(file for file in MIGRATIONS if "field_history import" in file.read_text())
    before = key([watched])
    imported = ROOT / "ksbb" / "audit" / "field_history.py"
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda file: read(file) + (b"#" if file == imported else b""))
    assert key([watched]) != before
