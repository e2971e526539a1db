"""Every page in a real Chromium, quickly: Django answers the browser within this process, out of one transaction.

No sign-in form and no commit: each request of the browser goes to the test client, in the session of one person of the world of
the route table (tests/house/world.py). What is measured is the page as it is delivered, with its styles and scripts; those the
browser keeps between pages, which is most of the speed. A lock lets one at a time use the one connection.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import User
from tests.house.route_rules import EVERYBODY
from tests.house.route_table import TABLE
from tests.house.world import ROLES, World

PHONE, SMALLEST, DESK, HEIGHT = 360, 320, 1280, 800
AXE = Path(str(import_module("axe_playwright_python").__file__)).with_name("axe.min.js").read_text(encoding="utf-8")
IN_ORDER = ("anonymous", *ROLES, "newcomer", "staff")


class Look(Protocol):
    """One page, and who looks at it. Hashable; its text names it."""

    @property
    def role(self) -> str: ...

    def asks(self, world: World, client: Client) -> Any:
        """The answer with the page; whatever was done before it is taken back afterwards."""


@dataclass(frozen=True)
class Visit:
    """A route, seen by one of those who may see it."""

    name: str
    role: str

    def __str__(self) -> str:
        return f"{self.name} as {self.role}"

    def asks(self, world: World, client: Client) -> Any:
        sample = TABLE[self.name].sample
        return client.get(
            reverse(self.name, kwargs=sample(world, world.line_of(self.role)) if sample else {}), follow=True
        )


def visits() -> list[Visit]:
    """Every route that shows something, for the first who may see it; the first page after signing in for everybody."""
    found = [
        Visit(name, next(role for role in IN_ORDER if rule.cells[role] == "ok"))
        for name, rule in TABLE.items()
        if "get" in rule.methods and "ok" in rule.cells.values()
    ]
    return [*found, *(Visit("portal:dashboard", role) for role in EVERYBODY if role not in ("anonymous", ROLES[0]))]


@dataclass(frozen=True)
class Answer:
    """What Django said in the end, after redirects within the portal."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    templates: frozenset[str] = frozenset()

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")


@cache
def _static(name: str) -> tuple[bytes, str]:
    found = finders.find(name)
    return (Path(str(found)).read_bytes(), guess_type(name)[0] or "text/plain") if found else (b"", "")


def session_of(person: User, membership: int | None) -> str:
    client = Client()
    client.force_login(person)
    session = client.session
    session[SESSION_KEY] = membership
    session.save()
    return str(session.session_key)


@dataclass
class Showing:
    """One browser; a context for each who looks; answers are remembered, since a page is looked at in several ways."""

    browser: Browser
    world: World
    tabs: dict[tuple[str, str], Page] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    answers: dict[Look, Answer] = field(default_factory=dict)
    looked_at: set[frozenset[str]] = field(default_factory=set)
    framed: set[str] = field(default_factory=set)
    # What the next request of this person for this path gets.
    ready: dict[tuple[str, str], Answer] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="id"))
    lock: Any = field(default_factory=threading.RLock)
    # Whether the browser may ask: not between two tests, whose savepoints are not its own.
    awake: bool = False

    def __post_init__(self) -> None:
        self.connections = {alias: connections[alias] for alias in connections}
        for one in self.connections.values():
            one.inc_thread_sharing()
        self.server = _server(self)
        # A secure context without a certificate: scripts find what they find in production.
        self.origin = f"http://localhost:{self.server.server_address[1]}"

    def sign_in_everybody(self) -> None:
        """Once, before the first test: a session lost on the way would show the sign-in."""
        for role in IN_ORDER:
            person = self._person(role)
            self.keys[role] = session_of(*person) if person else ""

    def _as(self, role: str) -> Client:
        self.client.cookies.clear()
        if self.keys[role]:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.keys[role]
        return self.client

    def _person(self, role: str) -> tuple[User, int | None] | None:
        alone = {"newcomer": self.world.newcomer, "staff": self.world.staff}
        if role == "anonymous":
            return None
        if role in alone:
            return alone[role], None
        actor = self.world.insiders[role]
        return User.objects.get(pk=actor.user_id), actor.membership_id

    def answer(self, look: Look) -> Answer:
        if look not in self.answers:
            self.answers[look] = self._told(look.role, lambda client: look.asks(self.world, client))
        return self.answers[look]

    def asked(self, role: str, path: str, headers: Mapping[str, str]) -> Answer:
        """By the browser."""
        ready = self.ready.pop((role, path), None)
        return ready or self._told(role, lambda client: client.get(path, follow=True, headers=dict(headers)))

    def _told(self, role: str, ask: Callable[[Client], Any]) -> Answer:
        """What asking changed (a session ended, a draft was begun) is taken back before the next one asks."""
        with self.lock, transaction.atomic():
            response = ask(self._as(role))
            path = response.request["PATH_INFO"] + (f"?{query}" if (query := response.request["QUERY_STRING"]) else "")
            named = frozenset(one.name for one in response.templates or () if one.name)
            answer = Answer(path, response.status_code, dict(response.headers), _body(response), named)
            transaction.set_rollback(True)
        return answer

    def opened(self, look: Look, *, width: int = PHONE, **options: Any) -> Page:
        """The page in the tab of who looks, with all that it fetches; `options` are the context's."""
        answer = self.answer(look)
        key = (look.role, repr(sorted(options.items())))
        if key not in self.tabs:
            self.tabs[key] = self._context(look.role, **options).new_page()
        page = self.tabs[key]
        page.set_viewport_size({"width": width, "height": HEIGHT})
        self.ready[look.role, answer.path] = answer
        self.awake = True
        page.goto(self.origin + answer.path)
        page.wait_for_selector(".htmx-request", state="detached")
        return page

    def rest(self) -> None:
        """The request that is being answered is the last one."""
        with self.lock:
            self.awake = False

    def _context(self, role: str, **options: Any) -> BrowserContext:
        wanted = {"locale": "id-ID", "service_workers": "block", "reduced_motion": "reduce", **options}
        context = self.browser.new_context(**wanted)
        context.add_cookies([{"name": WHO, "value": role, "url": self.origin}])
        context.add_init_script(AXE)
        return context

    def close(self) -> None:
        for page in self.tabs.values():
            page.context.close()
        self.server.shutdown()
        self.server.server_close()
        for one in self.connections.values():
            one.dec_thread_sharing()


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


# Says to the server below as whom the browser asks.
WHO = "who"
# A page that loads itself anew would do so under the eyes of who looks.
NOT_KEPT = {"set-cookie", "content-length", "hx-refresh", "hx-redirect", "connection"}


LATE = Answer("", 503, {}, b"")


def _server(showing: Showing) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path.startswith(settings.STATIC_URL):
                body, kind = _static(urlsplit(self.path).path.removeprefix(settings.STATIC_URL))
                kept = {"Content-Type": kind or "text/plain", "Cache-Control": "public, max-age=3600"}
                self._send(200 if kind else 404, kept, body)
                return
            for alias, one in showing.connections.items():
                connections[alias] = one
            who = SimpleCookie(self.headers.get("Cookie", ""))
            asked = {name: value for name, value in self.headers.items() if name.lower().startswith("hx-")}
            with showing.lock:
                answer = showing.asked(who[WHO].value, self.path, asked) if showing.awake else LATE
            kept = {name: value for name, value in answer.headers.items() if name.lower() not in NOT_KEPT}
            self._send(answer.status, kept, answer.body)

        def _send(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
