"""The models and the migrations say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

APPS = ("ksbb", "schools", "recipients", "donations", "verification")
MIGRATIONS = sorted(path for app in APPS for path in Path(settings.BASE_DIR, app).rglob("migrations/[0-9]*.py"))


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_migration_has_a_spoken_name(path):
    assert not re.search(r"_auto_|alter_.*_and_more", path.stem)
