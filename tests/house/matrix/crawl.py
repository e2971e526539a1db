"""What a page leads to: the links that somebody is shown, and what is wrong with the answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve
from lxml import etree
from lxml.html import document_fromstring

from ksbb.accounts.public_pages import PUBLIC
from tests.house.armour import DIRECTIVES, unarmoured
from tests.house.matrix.private import found_in

# Where an element says what it leads to.
LEADING = {
    "a": "href", "link": "href", "img": "src", "script": "src", "iframe": "src", "source": "src", "area": "href",
    "embed": "src", "object": "data",
}  # fmt: skip
HOSTS = {"", "testserver", urlsplit(settings.PUBLIC_URL).hostname}
# The technical site is Django's own and asked by address (test_route_matrix.py).
TECHNICAL = "/teknis/"
# Who sees people: whatever they are shown is kept by no browser (promise 39).
PEOPLE = {"principal", "school_operator", "city_supervisor", "district_supervisor"}
TEXTS = ("text/", "application/xml", "application/rss", "application/xhtml")


def _within(addresses: list[str], base: str) -> Iterator[str]:
    """Those of the portal, absolute, without the part after #."""
    for address in filter(None, addresses):
        split = urlsplit(urldefrag(urljoin(f"http://testserver{base}", address.strip()))[0])
        if split.scheme in {"http", "https"} and split.hostname in HOSTS:
            yield (split.path or "/") + (f"?{split.query}" if split.query else "")


def links_of(text: str, base: str) -> tuple[list[str], list[str]]:
    """What the page leads to by GET (a click, a search, the browser itself), and where forms that are sent go."""
    found: list[str] = []
    buttons: list[str] = []
    for element in document_fromstring(text or "<html>").iter(etree.Element):
        told = element.attrib
        found += [told.get(LEADING.get(element.tag, "href"), ""), told.get("hx-get", "")]
        buttons += [told.get("hx-post", ""), told.get("formaction", "")]
        if element.tag == "form":
            gets = told.get("method", "get").lower() == "get"
            (found if gets else buttons).append(told.get("action", ""))
    return list(_within(found, base)), list(_within(buttons, base))


@cache
def shape(path: str) -> tuple[str, ...]:
    """Route and names of the parameters: addresses of one shape are the same page about other things."""
    split = urlsplit(path)
    try:
        name = resolve(split.path).view_name
    except Resolver404:
        return (path,)
    return (name, *sorted({key for key, _value in parse_qsl(split.query, keep_blank_values=True)}))


@cache
def kinds(path: str) -> frozenset[tuple[str, ...]]:
    """The page alone, and the page with each single parameter: how parameters stand together is a matter of its own tests."""
    name, *parameters = shape(path)
    return frozenset({(name,), *((name, parameter) for parameter in parameters)})


def _is_file(path: str) -> bool:
    return path.startswith(settings.STATIC_URL)


def _leads_nowhere(path: str) -> bool:
    """A static file that is not there, or an address of no route."""
    if _is_file(path):
        return finders.find(urlsplit(path).path.removeprefix(settings.STATIC_URL)) is None
    return len(shape(path)) == 1 and shape(path)[0] == path


def wrongly_typed(response: Any) -> str:
    """What is wrong with how an answer names its type; empty when nothing is."""
    kind = response.get("Content-Type", "")
    if response.status_code in (204, 304) or 300 <= response.status_code < 400:
        return ""
    if not kind:
        return "no Content-Type"
    wants = kind.startswith(TEXTS) and "charset=utf-8" not in kind.lower().replace('"', "")
    return f"{kind} without charset=utf-8" if wants else ""


def _otherwise(path: str, response: Any) -> set[str]:
    """What an answer may do without: pages made to stand in other sites, files locked up alone, what tells other sites less."""
    if shape(path)[0] in {"portal:widget_figures", "portal:widget_map"}:
        return {"no frame-ancestors 'none'", "no form-action 'self'", "*"}
    locked = "sandbox" in response.get("Content-Security-Policy", "")
    less = response.get("Referrer-Policy") in {"no-referrer", "strict-origin"}
    return ({f"no {one}" for one in DIRECTIVES} if locked else set()) | ({"no Referrer-Policy"} if less else set())


@dataclass
class Crawl:
    """What each role was shown and what it got."""

    # Column → what nobody may read as a visitor.
    private: dict[str, set[str]]
    # Role → address → the state of the answer; role → address → the page that showed it.
    asked: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    # Role → route → the state of the answer about its own thing.
    states: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    shown: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    followed: dict[str, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    sent_to: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)

    def note(self, role: str, path: str, response: Any, name: str = "") -> None:
        """Keep the answer's state, what is wrong with it, and the links of its page."""
        self.asked[role][path] = response.status_code
        self.states[role][name] = response.status_code
        wrong = [
            wrongly_typed(response),
            *(one for one in unarmoured(response) if one not in _otherwise(path, response)),
        ]
        wrong += [str(response.status_code)] if response.status_code >= 500 else []
        kept = response.status_code == 200 and "no-store" not in response.get("Cache-Control", "")
        wrong += ["a browser may keep it"] if role in PEOPLE and kept and shape(path)[0] not in PUBLIC else []
        self.faults += [f"{role} {path}: {one}" for one in wrong if one]
        if role == "anonymous":
            self.leaks += [f"{path}: {one}" for one in found_in(response, self.private)]
        if response.status_code == 200 and response["Content-Type"].startswith("text/html") and not response.streaming:
            links, buttons = links_of(response.content.decode(), path)
            for link in links:
                self.shown[role].setdefault(link, path)
            for button in buttons:
                self.sent_to.setdefault(button, path)

    def next_of(self, role: str) -> list[str]:
        """Addresses that the role was shown and has not asked, until every page and each of its parameters was once among them."""
        known = self.followed[role]
        for path, status in self.asked[role].items():
            known |= kinds(path) if status < 400 else set()
        new = []
        for path in self.shown[role]:
            if path in self.asked[role] or _is_file(path) or path.startswith(TECHNICAL) or kinds(path) <= known:
                continue
            known |= kinds(path)
            new.append(path)
        return new

    def dead_ends(self, role: str) -> list[str]:
        """Links on a page of the role behind which it finds nothing, or is refused."""
        got = self.asked[role]
        dead = {path: got.get(path, 404 if _leads_nowhere(path) else 200) for path in self.shown[role]}
        return sorted(
            f"{status} {path}, shown on {self.shown[role][path]}" for path, status in dead.items() if status >= 400
        )

    def dead_buttons(self) -> list[str]:
        """Forms that are sent to no route."""
        return sorted(f"{path}, shown on {page}" for path, page in self.sent_to.items() if _leads_nowhere(path))
