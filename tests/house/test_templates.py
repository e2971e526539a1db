"""No template is missing, none is unused, none is too long or lets the browser run what it holds."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from django.apps import apps
from django.conf import settings
from django.template import engines

ROOT = Path(settings.BASE_DIR)
HOME = ROOT / "templates"
PAGES = sorted(path.relative_to(HOME).as_posix() for path in HOME.rglob("*") if path.suffix in (".html", ".txt"))
HTML = [name for name in PAGES if name.endswith(".html")]
OURS = ("ksbb", "schools", "recipients", "donations", "verification")
# Rendered by name from outside our code.
FROM_OUTSIDE = {"429.html"}
# Addresses, not templates.
ADDRESSES = {"robots.txt"}

NAME = re.compile(r"""["']([a-z0-9_/]+\.(?:html|txt))["']""")
LETTER = re.compile(r"""["']([a-z]+)/([a-z_]+)["']""")
# f"verification/report_{decision}": every letter that begins so.
FAMILY = re.compile(r"""f["']([a-z]+)/([a-z_]+)\{""")
# f"donations/basket_{step}.html": every page that begins so.
STEPS = re.compile(r"""f["']([a-z_/]+)\{[a-z_]+\}\.html["']""")

INCLUDE = re.compile(r"""{% include "([^"]+)"([^%]*)%}""")


def text_of(paths: list[Path]) -> str:
    return "\n".join(path.read_text() for path in paths)


def python_files() -> list[Path]:
    return [path for app in OURS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def used() -> set[str]:
    """Every template that our code or another template names; letters are named "app/kind"."""
    code = text_of(python_files())
    named = set(NAME.findall(code)) | set(NAME.findall(text_of([HOME / name for name in PAGES])))
    letters = {f"{app}/emails/{kind}.txt" for app, kind in LETTER.findall(code)}
    families = (*(f"{app}/emails/{kind}" for app, kind in FAMILY.findall(code)), *STEPS.findall(code))
    return named | letters | FROM_OUTSIDE | {name for name in PAGES if name.startswith(families)}


def replaces_one_of_allauth(name: str) -> bool:
    return (Path(allauth.__file__).parent / "templates" / name).exists()


def test_no_template_is_unused():
    named = used()
    assert [name for name in PAGES if name not in named and not replaces_one_of_allauth(name)] == []


def test_no_template_is_missing():
    named = set(NAME.findall(text_of([*python_files(), *(HOME / name for name in PAGES)])))
    elsewhere = {
        name for name in named if any((Path(app.path) / "templates" / name).exists() for app in apps.get_app_configs())
    }
    assert sorted(named - set(PAGES) - elsewhere - ADDRESSES) == []


def test_every_letter_that_is_posted_has_its_words():
    posted = set(re.findall(r"""outbox\.post\(\s*["']([a-z]+/[a-z_]+)["']""", text_of(python_files())))
    kinds = {f"{app}/emails/{kind}.txt" for app, kind in (name.split("/") for name in posted)}
    assert sorted(kinds - set(PAGES)) == []


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_read(name):
    assert engines["django"].get_template(name)


@pytest.mark.parametrize("name", HTML)
def test_it_is_short(name):
    assert len((HOME / name).read_text().splitlines()) <= 120


@pytest.mark.parametrize("name", HTML)
def test_nothing_in_it_needs_an_open_content_policy(name):
    """No inline style, handler or script without a nonce."""
    text = (HOME / name).read_text()
    assert not re.search(r"<[a-z][^>]*\s(?:style|on[a-z]+)\s*=", text)
    assert not re.search(r"<(?:script|style)(?![^>]*(?:\bsrc=|nonce=|application/json|application/geo))[^>]*>", text)
    assert "|safe" not in text


@pytest.mark.parametrize("name", [name for name in PAGES if "/emails/" in name])
def test_a_letter_begins_with_its_subject(name):
    first = (HOME / name).read_text().split("\n\n", 1)[0]
    assert first.strip()


def wants_token(name: str) -> bool:
    """Whether it holds a form of its own, or includes one that does."""
    text = (HOME / name).read_text()
    return "{% csrf_token %}" in text or any(wants_token(part) for part, _facts in INCLUDE.findall(text))


def test_a_form_that_is_included_alone_gets_its_token():
    """`only` keeps everything out, the token too: the form would be drawn, and refused with 403. Tests' clients ask for none."""
    without = [
        f"{name}: {part}"
        for name in HTML
        for part, facts in INCLUDE.findall((HOME / name).read_text())
        if facts.endswith("only ") and "csrf_token=csrf_token" not in facts and wants_token(part)
    ]
    assert without == []
