"""The models and the migrations say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.operations import AddIndexConcurrently
from django.core.management import call_command
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tests.house.migration_locks import (
    AWAY,
    BEFORE,
    BIG,
    BY_HAND,
    CHECKED,
    FILLED,
    INDEX,
    REQUIRED,
    RETYPED,
    TOGETHER,
    UNIQUE,
    faults,
)

APPS = ("ksbb", "schools", "recipients", "donations", "verification")
MIGRATIONS = sorted(path for app in APPS for path in Path(settings.BASE_DIR, app).rglob("migrations/[0-9]*.py"))


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


LOADER = MigrationLoader(None)
OURS = {config.label for config in apps.get_app_configs() if config.name.startswith(APPS)}
KNOWN = {f"{app}.{name}": one for (app, name), one in sorted(LOADER.disk_migrations.items()) if app in OURS}
PLANTED: dict[str, tuple[Operation, ...]] = {
    INDEX: (migrations.AddIndex("need", models.Index(fields=["created_at"], name="planted")),),
    AWAY: (migrations.RemoveIndex("need", "planted"),),
    CHECKED: (
        migrations.AddConstraint("need", models.CheckConstraint(condition=models.Q(region__gt=""), name="planted")),
    ),
    UNIQUE: (migrations.AddField("need", "planted", models.UUIDField(null=True, unique=True)),),
    FILLED: (migrations.AddField("need", "planted", models.UUIDField(db_default=RandomUUID())),),
    RETYPED: (migrations.AlterField("need", "state", models.TextField()),),
    REQUIRED: (
        migrations.AlterField("recipient", "origin", models.ForeignKey("recipients.Recipient", models.PROTECT)),
    ),
    BY_HAND: (
        migrations.AddField("need", "planted", models.TextField(default="")),
        migrations.RunPython(migrations.RunPython.noop),
    ),
    TOGETHER: (AddIndexConcurrently("need", models.Index(fields=["created_at"], name="planted")),),
}


def as_it_is() -> ProjectState:
    return LOADER.project_state()


@pytest.mark.parametrize("name", [name for name in KNOWN if name not in BEFORE])
def test_a_new_migration_holds_nobody_up(name):
    one = KNOWN[name]
    assert list(faults(one, lambda: LOADER.project_state((one.app_label, one.name), at_end=False))) == []


@pytest.mark.parametrize("why", PLANTED)
def test_each_way_to_hold_people_up_is_found(why):
    planted = Migration("9999_planted", "recipients")
    planted.operations = list(PLANTED[why])
    assert list(faults(planted, as_it_is)) == [f"recipients.9999_planted: {planted.operations[0].model_name}: {why}"]  # type: ignore[attr-defined]


def test_a_column_that_may_be_empty_and_an_index_beside_the_work_are_fine():
    planted = Migration("9999_planted", "recipients")
    planted.atomic = False
    planted.operations = [
        migrations.AddField("need", "planted", models.TextField(null=True)),
        AddIndexConcurrently("need", models.Index(fields=["planted"], name="planted")),
    ]
    assert list(faults(planted, as_it_is)) == []


def test_the_large_tables_and_the_old_migrations_are_those_there_are():
    assert BIG - {model._meta.label_lower for model in apps.get_models()} == set()
    assert BEFORE - set(KNOWN) == set()


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_migration_has_a_spoken_name(path):
    assert not re.search(r"_auto_|alter_.*_and_more", path.stem)
