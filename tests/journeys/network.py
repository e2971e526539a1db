"""The network goes and comes."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.waiting import wait_until

NOTHING_ANSWERS = """fetch("/robots.txt", { method: "HEAD", cache: "no-store" }).then(() => false, () => true)"""


def network_goes(page: Page) -> None:
    """From now on nothing answers this page. The browser is asked again until that is so: on a busy machine, what is said to it in
    the moment in which a page is put in the place of another can be lost."""

    def gone() -> bool:
        page.context.set_offline(True)
        return bool(page.evaluate(NOTHING_ANSWERS))

    wait_until(gone, "no network")


def network_comes(page: Page) -> None:
    page.context.set_offline(False)
