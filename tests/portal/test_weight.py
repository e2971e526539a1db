"""A first visit on a slow connection: the page and all it links, compressed, stay under 100 KB."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db

BUDGET = 100_000
ALREADY_PACKED = {".woff2", ".png", ".jpg"}


def _sent(content: bytes, suffix: str) -> int:
    return len(content) if suffix in ALREADY_PACKED else len(gzip.compress(content, 6))


def _assets(html: str) -> set[str]:
    """Every static file that the page or one of its style sheets asks for."""
    linked = set(re.findall(rf'(?:src|href)="{settings.STATIC_URL}([^"]+)"', html))
    for name in [name for name in linked if name.endswith(".css")]:
        sheet = Path(_found(name)).read_text(encoding="utf-8")
        for reference in re.findall(r'url\("?(?!data:|#)([^")]+)"?\)', sheet):
            linked.add((Path(name).parent / reference).as_posix())
    return linked


def _found(name: str) -> str:
    parts: list[str] = []
    for part in name.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    path = finders.find("/".join(parts))
    assert isinstance(path, str), f"{name} is linked but not there"
    return path


def test_the_first_page_is_light() -> None:
    html = Client().get("/").content

    sizes = {name: _sent(Path(_found(name)).read_bytes(), Path(name).suffix) for name in _assets(html.decode())}
    total = _sent(html, ".html") + sum(sizes.values())

    assert sizes
    assert total < BUDGET, sorted(sizes.items(), key=lambda item: -item[1])
