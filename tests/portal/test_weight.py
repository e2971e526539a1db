"""A first visit on a slow connection: the page and all it links, compressed, stay under 100 KB."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.factories.donations import people_at, school_at

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


def _first_visit(path: str) -> dict[str, int]:
    """Bytes over the wire: the page, and each file that it or one of its style sheets names."""
    html = Client().get(path, follow=True).content
    sizes = {name: _sent(Path(_found(name)).read_bytes(), Path(name).suffix) for name in _assets(html.decode())}
    return sizes | {path: _sent(html, ".html")}


@pytest.mark.parametrize(
    "path", ["/", "/kebutuhan/", "/kebutuhan/{npsn}/", "/sekolah/{npsn}/", "/angka/", "/akun/masuk/"]
)
def test_a_first_visit_is_light(path: str) -> None:
    """Wherever somebody comes in: from a search, a message, a paper."""
    school = school_at()
    people_at(school, pupils=3)

    sizes = _first_visit(path.format(npsn=school.npsn))

    assert len(sizes) > 5
    assert sum(sizes.values()) < BUDGET, sorted(sizes.items(), key=lambda item: -item[1])
