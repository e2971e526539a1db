"""Requests that no page of ours would send: absurd values under the very names that a view reads, and bodies that are none."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils.datastructures import MultiValueDict

from ksbb.common import limits


def cursor(*values: object) -> str:
    """A place in a list (ksbb.common.paging) that nobody issued."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


ABSURD = (
    "\x00",
    "9" * 400,
    "-1",
    "1e400",
    "9999-99-99",
    "'; DROP TABLE x; -- %s %(a)s {0} \\ \u202e\U0001f4a5\ufdd0" + "ﷺ" * 300,
    cursor(None),
    cursor("\x00", 10**30),
    "2147483648",
    "[]",
    "0001-01-01",
    "ada",
)
# Letters that are none in UTF-8, half a character, an escape that is none, arrays, the same name often.
RAW = "{0}=%ff%fe&{0}=%C3%28&{0}=%ED%A0%80&{0}=%&{0}[]=1&{0}[a]=2&{0}=%u0000"
BODIES = (
    ("application/x-www-form-urlencoded", b"\xff\xfe\x00=\x80&a=%00&=&&"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n\x00\r\n--x--\r\n"),
    ("multipart/form-data", b"no boundary"),
    ("application/json", b'{"a": [1'),
    ("text/plain; charset=utf-99", b"\xff"),
)  # fmt: skip
# How many of the values one address is asked with, and how many bodies that are no form. For a long search: len(ABSURD) and
# len(BODIES), minutes instead of seconds.
VALUES, NO_FORMS = 1, 1
_turn = count()


@contextmanager
def reading() -> Iterator[tuple[set[str], set[str]]]:
    """The names under which something is read from a form or an address, and from its files, while this lasts."""
    names: set[str] = set()
    files: set[str] = set()

    def watched(original: Any) -> Any:
        def read(self: MultiValueDict, key: str, *rest: Any, **more: Any) -> Any:
            (names if isinstance(self, QueryDict) else files).add(key)
            return original(self, key, *rest, **more)

        return read

    with pytest.MonkeyPatch.context() as patch:
        for name in ("__getitem__", "__contains__", "getlist"):
            patch.setattr(MultiValueDict, name, watched(getattr(MultiValueDict, name)), raising=False)
        yield names, files


class Hostile:
    """Asks one address again and again, signed in afresh; `faults` are the answers 500, with what was sent and what broke."""

    def __init__(self, signed_in: Callable[[], Client], name: str, path: str) -> None:
        self.signed_in, self.path = signed_in, path
        self.faults: list[str] = []
        # Each route begins elsewhere in the lists, so that every value is tried somewhere; always the same ones.
        self.start = crc32(name.encode())
        self.turns = range(self.start, self.start + VALUES)

    def _ask(self, method: str, path: str, *args: Any, **how: Any) -> int:
        """One question, taken back; no limit counts it."""
        limits.PREFIX = f"hostile-{next(_turn)}"
        client = self.signed_in()
        with transaction.atomic():
            ask = getattr(client, method) if method != "generic" else partial(client.generic, "POST")
            response: Any = ask(path, *args, **how)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            broke = repr(getattr(response, "exc_info", None) or response.status_code)[:300]
            self.faults.append(f"{method} {path[:150]} {str(args)[:150]}: {broke}")
        return int(response.status_code)

    def get(self) -> None:
        """Every parameter that the page reads, with every absurd value; together, and alone where together they are refused."""
        with reading() as (names, _files):
            self._ask("get", f"{self.path}?x=1")
        keys = sorted({key for key in names if key.isidentifier()} | {"sesudah"})
        for turn in self.turns:
            row = {key: ABSURD[(turn + place) % len(ABSURD)] for place, key in enumerate(keys)}
            if self._ask("get", f"{self.path}?{urlencode(row)}") != 200:
                for key, value in row.items():
                    self._ask("get", f"{self.path}?{urlencode({key: value})}")
        self._ask("get", self.path + "?" + "&".join(RAW.format(key) for key in keys))

    def post(self) -> None:
        """The same of a form's fields and files, then bodies that are no form."""
        with reading() as (names, files):
            self._ask("post", self.path, {})
        keys = sorted(names - {"csrfmiddlewaretoken"})
        for turn in self.turns:
            row: dict[str, Any] = {key: ABSURD[(turn + place) % len(ABSURD)] for place, key in enumerate(keys)}
            attached = SimpleUploadedFile("..\\é\u202e.xlsx.png", b"PK\x03\x04\x89PNG\x00<svg/>"[turn % 3 :])
            self._ask("post", self.path, row | dict.fromkeys(files - names, attached))
        for turn in range(self.start, self.start + NO_FORMS):
            kind, body = BODIES[turn % len(BODIES)]
            self._ask("generic", self.path, body, content_type=kind)
