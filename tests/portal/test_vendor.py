"""What others wrote stands here unchanged, with its licence, and asks no other server for anything."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
VENDOR = STATIC / "vendor"
ICONS = STATIC / "img" / "icons"
LISTED = {name: digest for digest, name in map(str.split, (VENDOR / "SHA256SUMS").read_text().splitlines())}
FOLDERS = sorted(path for path in VENDOR.iterdir() if path.is_dir())


def test_every_file_is_listed_and_nothing_else() -> None:
    found = {
        path.relative_to(STATIC).as_posix()
        for folder in (VENDOR, ICONS)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }

    assert found == set(LISTED)


@pytest.mark.parametrize("name", sorted(LISTED))
def test_the_file_is_what_it_was(name: str) -> None:
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == LISTED[name]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_package_brings_its_licence(folder: Path) -> None:
    assert [path for path in folder.iterdir() if "LICEN" in path.name.upper()]


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.[cj]s*")), ids=lambda path: path.name)
def test_no_source_map_and_no_foreign_address_is_asked_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "sourceMappingURL" not in text
    assert "url(http" not in text
    assert "@import" not in text
