"""Who asks, with which browser, and what the answer means to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import User
from ksbb.authority.actors import Actor
from tests.house.matrix.crawl import Crawl
from tests.house.route_table import TABLE
from tests.house.world import World

# Fields that belong to no form; whoever sends them along gains nothing (promise 5).
EXTRA = {
    "state": "verified",
    "verified_by_id": "1",
    "school_id": "1",
    "is_staff": "1",
    "is_superuser": "1",
    "role": "coordinator",
}
CELLS = [(name, method) for name, rule in TABLE.items() for method in rule.methods]


def word(response: Any) -> str:
    """What an answer means to who asked."""
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign-in"
    if response.status_code in (200, 302, 304, 400, 409):
        return "ok"
    return {403: "no", 404: "none"}.get(response.status_code, str(response.status_code))


def key_of(person: User, membership: int | None = None, **more: Any) -> str:
    """A session in which the person is signed in; `more` is put into it."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[SESSION_KEY] = membership
    session.update(more)
    session.save()
    return str(session.session_key)


def keys_of(actors: dict[str, Actor]) -> dict[str, str]:
    return {role: key_of(User.objects.get(pk=actor.user_id), actor.membership_id) for role, actor in actors.items()}


class Browser(Client):
    """One for all: a new one would start the middleware again at each question."""

    def of(self, key: str) -> Client:
        self.cookies.clear()
        self.cookies[settings.SESSION_COOKIE_NAME] = key
        return self


BROWSER = Browser()
# It answers 500 where the other lets the test break.
HARDY_BROWSER = Browser(raise_request_exception=False)


@contextmanager
def taken_back() -> Iterator[None]:
    """What a question does is undone before the next one asks."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def path_of(world: World, name: str, role: str) -> str:
    """The address of the route, about the role's own thing where it has one."""
    rule = TABLE[name]
    return reverse(name, kwargs=rule.sample(world, world.line_of(role)) if rule.sample else {})


def answers(
    sessions: dict[str, str], world: World, name: str, method: str, crawl: Crawl | None = None
) -> dict[str, str]:
    """Role → word: everybody asks the same. `crawl` looks at each answer too."""
    found = {}
    for role, key in sessions.items():
        ask, path = getattr(BROWSER.of(key), method), path_of(world, name, role)
        with taken_back():
            response = ask(path, EXTRA if method == "post" else {})
            found[role] = word(response)
            if crawl is not None:
                crawl.note(role, path, response, name)
    return found


@dataclass
class Asked:
    """What the people of the world were answered. Each page is asked for once, whichever test comes first."""

    world: World
    insiders: dict[str, str]
    crawl: Crawl
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, name: str, method: str, only: str = "") -> dict[str, str]:
        """Role → word, of one cell of the table; with `only` at least of that role."""
        if method != "get":
            return answers(self.insiders, self.world, name, method)
        known = self.words.setdefault(name, {})
        missing = {role: key for role, key in self.insiders.items() if role not in known and only in ("", role)}
        known |= answers(missing, self.world, name, method, self.crawl)
        return known

    def everything(self, only: str = "") -> Crawl:
        """Every page of the table was asked for, by everybody or by this role."""
        for name, method in CELLS:
            if method == "get":
                self.of(name, method, only)
        return self.crawl

    def follow(self, role: str, key: str) -> None:
        """Ask for every kind of address that the role was shown, until nothing new is shown."""
        while paths := self.crawl.next_of(role):
            for path in paths:
                with taken_back():
                    self.crawl.note(role, path, BROWSER.of(key).get(path))
