"""What holds for every template: the icons and the permissions that it names exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from ksbb.authority.permissions import Permission

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICONS = {path.stem for path in (ROOT / "static" / "img" / "icons").glob("*.svg")}
CODE = [
    path
    for folder in ("ksbb", "schools", "recipients", "donations", "verification")
    for path in (ROOT / folder).rglob("*.py")
]
NAMED = re.compile(r'{% icon "([a-z0-9-]+)" %}|\bicon="([a-z0-9-]+)"')


def _name(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def _icons_in(text: str) -> set[str]:
    return {name for pair in NAMED.findall(text) for name in pair if name}


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_every_icon_it_names_is_there(path: Path) -> None:
    assert _icons_in(path.read_text(encoding="utf-8")) <= ICONS


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_every_permission_it_asks_for_exists(path: Path) -> None:
    asked = re.findall(r"\|may:[\"']([^\"']+)[\"']", path.read_text(encoding="utf-8"))

    assert set(asked) <= set(Permission)


def test_no_icon_is_left_unused() -> None:
    in_templates = {name for path in TEMPLATES for name in _icons_in(path.read_text(encoding="utf-8"))}
    in_code = {name for path in CODE for name in re.findall(r'"([a-z0-9-]+)"', path.read_text(encoding="utf-8"))}

    assert in_templates | in_code >= ICONS
