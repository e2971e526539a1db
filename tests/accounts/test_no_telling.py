"""No answer at the door tells a known address from an unknown one: not its words, its status or the work behind it (promise 9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ksbb.notifications import tasks
from tests.factories.accounts import UserFactory
from tests.factories.factors import with_totp

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "ada@uji.example", "tidak.ada@uji.example"
PASSWORD = "salah-sekali-1234"

Door = tuple[str, Callable[[str], dict[str, str]]]
DOORS: dict[str, Door] = {
    "password": ("account_login", lambda email: {"login": email, "password": PASSWORD}),
    "code": ("account_request_login_code", lambda email: {"email": email}),
    "reset": ("account_reset_password", lambda email: {"email": email}),
    "sign-up": ("account_signup", lambda email: {"full_name": "X", "email": email, "password1": "pagi-di-kalideres"}),
}


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """Hashes of passwords and tasks handed to the broker: what takes time besides the database."""
    work = {"hashes": 0, "tasks": 0}
    encode = MD5PasswordHasher.encode

    def hashing(self: MD5PasswordHasher, password: str, salt: str) -> str:
        work["hashes"] += 1
        return encode(self, password, salt)

    def handing(*_: Any) -> None:
        work["tasks"] += 1

    with monkeypatch.context() as patch:
        patch.setattr(MD5PasswordHasher, "encode", hashing)
        patch.setattr(tasks.deliver, "delay", handing)
        yield work


def answer(door: str, email: str) -> tuple[int, str, str]:
    """Status, where it leads, and its words without what is new each time and what the visitor typed."""
    name, fields = DOORS[door]
    client = Client()
    response = client.post(reverse(name), fields(email))
    page = client.get(response["Location"]) if response.status_code == 302 else response
    html = re.sub(r'(value|nonce|content)="[^"]{20,}"', "", page.content.decode().replace(email, "…"))
    return response.status_code, response.get("Location", ""), html


@pytest.mark.parametrize("door", DOORS)
def test_the_answers_are_the_same(door):
    UserFactory.create(email=KNOWN)
    assert answer(door, KNOWN) == answer(door, UNKNOWN)


@pytest.mark.parametrize("door", DOORS)
def test_the_slow_work_is_the_same(door, monkeypatch, django_capture_on_commit_callbacks):
    UserFactory.create(email=KNOWN)
    done = {}
    for email in (KNOWN, UNKNOWN):
        with counted(monkeypatch) as work, django_capture_on_commit_callbacks(execute=True):
            answer(door, email)
        done[email] = work
    assert done[KNOWN] == done[UNKNOWN]


@pytest.mark.parametrize("door", ["password", "code", "reset"])
def test_the_statements_are_about_as_many(door):
    """Each takes about a millisecond: ten more would be seen in two hundred tries."""
    UserFactory.create(email=KNOWN)
    answer(door, UNKNOWN)
    counts = []
    for email in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as seen:
            answer(door, email)
        counts.append(len(seen))
    assert abs(counts[0] - counts[1]) <= 4


@pytest.mark.parametrize("made", ["closed", "invited", "with_factor"])
def test_nor_what_kind_of_account_it_is(made, monkeypatch):
    """A closed one, one that waits for its owner, one with a second factor: a wrong password is a wrong password."""
    UserFactory.create(email="closed@uji.example", is_active=False)
    UserFactory.create(email="invited@uji.example", without_password=True)
    with_totp(UserFactory.create(email="with_factor@uji.example"))
    with counted(monkeypatch) as work:
        told = answer("password", f"{made}@uji.example")
    with counted(monkeypatch) as same:
        assert told == answer("password", UNKNOWN)
    assert work == same
