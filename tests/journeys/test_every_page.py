"""Every page can be used: by axe (WCAG 2.2 AA, also the size of targets), on the smallest screen, at 200 %, with motion off.

The pages are those of the table of routes (tests/house/route_table.py): a new route is looked at from its first day. What only
follows from doing something is in further_pages.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page

from ksbb.notifications.tasks import HEARTBEAT
from tests.house.world import build
from tests.journeys.further_pages import FURTHER
from tests.journeys.showing import AXE, DESK, HEIGHT, SMALLEST, Look, Showing, Visit, visits

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("every-page")]

# 1280 px at a zoom of 200 % are 640 px of the page.
ZOOMED = DESK // 2
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ASK_AXE = """async ([standard, exclude]) => {
  const runOnly = { type: "tag", values: standard };
  const found = await axe.run({ exclude }, { resultTypes: ["violations"], preload: false, runOnly });
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
}"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOVING = """document.getAnimations().filter((one) => one.effect.getComputedTiming().activeDuration > 10).length
  + [...document.querySelectorAll("body *")].filter((one) => {
      const style = getComputedStyle(one);
      return Math.max(...style.transitionDuration.split(",").map(parseFloat)) > 0.01
        || (style.animationName !== "none" && parseFloat(style.animationDuration) > 0.01);
    }).length"""

EDGES = """[...document.querySelectorAll(".btn:not(.btn-link)")]
  .filter((one) => one.checkVisibility())
  .map((one) => getComputedStyle(one))
  .map((style) => style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1)"""

# Drawn by somebody else's program (drf-spectacular's page of the API); the accessibility statement says so.
NOT_OURS = {"api:docs"}
# What answers with data is no page.
VISITS = [visit for visit in visits() if visit.name not in NOT_OURS and not visit.name.startswith("api:")]
LOOKS: list[Look] = [*VISITS, *FURTHER]
# One page of each type, and what else is asked of it.
TYPES = {
    "home": Visit("portal:home", "anonymous"),
    "map": Visit("donations:need_list", "anonymous"),
    "charts": Visit("verification:figures", "anonymous"),
    "list": Visit("recipients:recipient_list", "city_supervisor"),
    "detail": Visit("recipients:recipient_detail", "city_supervisor"),
    "form": Visit("verification:complaint_write", "anonymous"),
    "dashboard": Visit("portal:dashboard", "principal"),
    "print": Visit("donations:receipt", "anonymous"),
}
# The same around every page of one person: axe looks at it once for each role, and on the pages of TYPES.
FRAME = ("body > .site-header", "body > .site-footer")
WITHOUT_BUTTONS = {"dashboard"}

HOME = Path(settings.BASE_DIR) / "templates"
PAGES = frozenset(
    path.relative_to(HOME).as_posix()
    for path in HOME.rglob("*.html")
    if '{% extends "base.html" %}' in path.read_text(encoding="utf-8")
)
# Not looked at; the statement of accessibility claims no more.
NOT_REACHED = {
    # Drawn by another program.
    "api/docs.html",
    # The aggregator of the world keeps a book, which its gifts stand in.
    "donations/ledger_none.html",
}

# Everything that must be found, on one page.
PLANTED = """<html lang="id"><title>Uji</title><main><h1>Uji</h1><img src="data:,"><input><p style="color: #aaa">pucat</p>
  <button style="width: 9px; height: 9px; padding: 0">a</button><button style="width: 9px; height: 9px; padding: 0">b</button>
  <div style="width: 700px">lebar</div></main></html>"""


@pytest.fixture(scope="module")
def shown(
    chromium: Browser, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Showing]:
    """The world of the table of routes, in a transaction that never ends."""
    storages: dict[str, Any] = dict(settings.STORAGES)
    storages["default"] = storages["default"] | {"OPTIONS": {"location": str(tmp_path_factory.mktemp("files"))}}
    with django_db_blocker.unblock(), override_settings(STORAGES=storages), transaction.atomic():
        cache.clear()
        cache.set(HEARTBEAT, timezone.now().timestamp())
        shown = Showing(chromium, build())
        shown.sign_in_everybody()
        yield shown
        shown.close()
        transaction.set_rollback(True)


@pytest.fixture
def showing(shown: Showing, db: None) -> Iterator[Showing]:
    """Before a test is over, its last request is."""
    yield shown
    shown.rest()


def faults(page: Page, *, without: Sequence[str] = ()) -> list[str]:
    return list(page.evaluate(ASK_AXE, [STANDARD, list(without)]))


def too_wide(page: Page, width: int) -> list[str]:
    if page.viewport_size != {"width": width, "height": HEIGHT}:
        page.set_viewport_size({"width": width, "height": HEIGHT})
    wide = page.evaluate(TOO_WIDE)
    return [f"{wide} px too wide at {width} px"] if wide > 0 else []


def looked_at(showing: Showing, look: Look) -> list[str]:
    """What is wrong with the page; nothing where the answer is a file or data, or a page that was looked at before."""
    answer = showing.answer(look)
    kind = answer.templates & PAGES or frozenset((str(look),))
    again = kind in showing.looked_at and isinstance(look, Visit) and look.name != "portal:dashboard"
    if not answer.is_page or again:
        return []
    showing.looked_at.add(kind)
    without = FRAME if look.role in showing.framed else ()
    showing.framed.add(look.role)
    page = showing.opened(look, width=SMALLEST)
    return too_wide(page, SMALLEST) + faults(page, without=without) + too_wide(page, ZOOMED)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_can_be_used_by_everybody(showing: Showing, look: Look) -> None:
    assert looked_at(showing, look) == []


@pytest.mark.parametrize("kind", TYPES)
def test_a_page_of_each_type_in_every_way(showing: Showing, kind: str) -> None:
    """One load: at a desk, in the dark, without and with motion, and in the colours of the system."""
    page = showing.opened(TYPES[kind], width=DESK)
    wrong = {"light": faults(page) + too_wide(page, DESK)}
    page.emulate_media(color_scheme="dark")
    wrong["dark"] = faults(page)
    page.emulate_media(color_scheme="light")
    less_motion = page.evaluate(MOVING)
    page.emulate_media(reduced_motion="no-preference")
    motion = page.evaluate(MOVING)
    # In forced colours what is drawn by background alone would vanish: the edges of buttons and the focus stay.
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    edges = page.evaluate(EDGES)
    page.keyboard.press("Tab")
    focus = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.emulate_media(forced_colors="none", media="print")
    on_paper = too_wide(page, DESK)
    page.emulate_media(media="screen")

    assert wrong == {"light": [], "dark": []}
    assert less_motion == 0
    assert motion > 0, "the question finds nothing any more"
    assert edges or kind in WITHOUT_BUTTONS
    assert all(edges)
    assert focus != "none"
    assert on_paper == []


def test_the_check_finds_what_it_looks_for(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": SMALLEST, "height": HEIGHT})
    page.set_content(PLANTED)
    page.evaluate(AXE)

    found = {fault.split(":")[0] for fault in faults(page)}

    assert found == {"image-alt", "label", "color-contrast", "target-size"}
    assert too_wide(page, SMALLEST) != []
    page.close()


def test_every_template_of_a_page_is_looked_at(showing: Showing) -> None:
    """A page that nobody reaches is not looked at: the table of routes, its world, or further_pages.py needs another line."""
    seen = frozenset().union(*(showing.answer(look).templates for look in LOOKS))

    assert PAGES - seen == NOT_REACHED
