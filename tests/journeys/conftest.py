"""A real Chromium, a real server, a real worker on a real broker: what a journey needs."""

from __future__ import annotations

import csv
import email
import email.policy
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from ksbb.portal.demo.line import drawn_photo
from recipients.actions.install_first_criteria import install_first_criteria
from schools.imports import COLUMNS
from schools.models import School
from tests.journeys import towns
from tests.shared_data import SHARED
from tests.waiting import PATIENCE, wait_until

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without one the journeys are skipped, and in CI they fail."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        reason = "there is no Chromium on this machine (Debian: apt-get install chromium)"
        (pytest.fail if os.environ.get("KSBB_REQUIRE_BROWSER") else pytest.skip)(reason)
    # The browser drives an event loop of its own; Django must not take this for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Town:
    """Where the journey's portal stands."""

    url: str


@pytest.fixture
def town(live_server: LiveServer, settings: object, tmp_path: Path) -> Iterator[Town]:
    """Web and worker processes over one database, one broker, one folder of files; letters land in `mail`."""
    private: dict[str, Any] = {**django_settings.STORAGES["default"]}  # type: ignore[dict-item]
    private["OPTIONS"] = {**private["OPTIONS"], "location": str(tmp_path / "files")}
    settings.STORAGES = {**django_settings.STORAGES, "default": private}  # type: ignore[attr-defined]
    with towns.webs(tmp_path) if towns.SIZE > 1 else nullcontext(live_server.url) as address:
        settings.PUBLIC_URL = address  # type: ignore[attr-defined]
        with towns.workers(address, tmp_path):
            yield Town(address)


@pytest.fixture
def mail(tmp_path: Path) -> Callable[[str, str], EmailMessage]:
    """mail(address, words): the letter to `address` whose subject holds `words`, waiting for the worker to send it."""

    def find(address: str, words: str) -> list[EmailMessage]:
        letters = [
            email.message_from_bytes(part, policy=email.policy.default)
            for path in sorted((tmp_path / "mail").glob("*.log"))
            for part in path.read_bytes().split(b"-" * 79 + b"\n")
            if part.strip()
        ]
        return [one for one in letters if address in str(one["To"]) and words in str(one["Subject"])]

    def wait(address: str, words: str) -> EmailMessage:
        wait_until(lambda: find(address, words), f"a letter “{words}” to {address}")
        return find(address, words)[-1]

    return wait


class Person:
    """Somebody with a browser of their own. Errors that the page reports are collected and fail the journey."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        # A refused step answers 403, 404 or 409 on purpose; the browser calls that an error of its own.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def goes_to(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def signs_in(self, email_address: str, password: str) -> Page:
        page = self.goes_to("/akun/masuk/")
        page.get_by_label("Alamat e-mail").fill(email_address)
        page.get_by_label("Kata sandi", exact=True).fill(password)
        page.get_by_role("button", name="Masuk", exact=True).click()
        page.wait_for_url(lambda url: "/akun/masuk" not in url)
        return page

    def signs_in_if_asked(self, email_address: str, password: str) -> None:
        if "/masuk/" in self.page.url:
            self.signs_in(email_address, password)


@pytest.fixture
def person(chromium: Browser, town: Town) -> Iterator[Callable[..., Person]]:
    """person(): a visitor with a fresh browser on a phone; person(width=1280) at a desk; person(scripts=False) runs none."""
    people: list[Person] = []

    def make(*, width: int = 390, scripts: bool = True) -> Person:
        context = chromium.new_context(
            locale="id-ID",
            viewport={"width": width, "height": 844},
            accept_downloads=True,
            java_script_enabled=scripts,
        )
        people.append(Person(context, town.url))
        return people[-1]

    yield make
    complaints = [complaint for somebody in people for complaint in somebody.complaints]
    for somebody in people:
        somebody.context.close()
    assert complaints == []


INVENTED = {
    "npsn": "20101234",
    "nama": "SD NEGERI CONTOH KALIDERES 01",
    "bentuk": "SD",
    "status": "negeri",
    "alamat": "Jalan Rekaan 1",
    "kode_kecamatan": "31.73.06",
    "kode_kelurahan": "31.73.06.1001",
    "lintang": "-6.14",
    "bujur": "106.70",
}


@pytest.fixture
def school(transactional_db: None, tmp_path: Path) -> School:
    """An accepted, invented school of Kalideres, imported from a list of one."""
    return _imported(_invented_list(tmp_path))


@pytest.fixture
def real_school(transactional_db: None, tmp_path: Path) -> School:
    """A school of Kalideres from the real list of 4,800; where that is not at hand, the invented one."""
    real = SHARED / "schools" / "jakarta_schools_2019.csv"
    return _imported(real if real.exists() else _invented_list(tmp_path))


def _invented_list(folder: Path) -> Path:
    path = folder / "sekolah.csv"
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerow(INVENTED)
    return path


def _imported(path: Path) -> School:
    call_command("load_territories")
    call_command("import_schools", path, "--accept", verbosity=0)
    install_first_criteria()
    found = School.objects.filter(district_id="31.73.06", form="SD", status="negeri").order_by("npsn").first()
    assert found is not None
    return found


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "bukti.jpg"
    path.write_bytes(drawn_photo(random.Random(7)))
    return path
