"""The plant, and people who use it by HTTP alone."""

from __future__ import annotations

import shutil
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import User
from ksbb.authority.actors import Actor
from launch import install
from tests.faults.plant import Plant
from tests.faults.post_office import PostOffice


@pytest.fixture(scope="package")
def machinery(django_db_setup: None) -> Iterator[Plant]:
    """One for all faults: making it costs seconds."""
    stamp = install.read_stamp(Path(sys.prefix))
    if stamp is None:
        pytest.skip("these packages were not installed by `run`: there is no server of our own to start")
    folder = Path(tempfile.mkdtemp(prefix="ksbb-faults-"))
    folder.chmod(0o755)
    plant = Plant(folder, stamp)
    yield plant
    plant.end()
    shutil.rmtree(folder)


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    yield office
    office.close()


@pytest.fixture
def plant(transactional_db: None, machinery: Plant, post_office: PostOffice) -> Iterator[Plant]:
    """Its database and its broker run; web and worker processes are started by the test, and ended after it."""
    machinery.pool = ""
    machinery.more = {"KSBB_TEST_MAIL_PORT": str(post_office.port)}
    with machinery.looked_into():
        yield machinery
    for name in machinery.herd.children:
        sys.stdout.write(f"--- {name} ---\n{machinery.told(name)}\n")  # shown with a failed test only
    if running := [name for name in machinery.herd.children if name not in {"postgres", "valkey", "replica"}]:
        machinery.end(*running)


class Visitor:
    """Somebody signed in, with a browser that talks to one web process at a time."""

    def __init__(self, actor: Actor, plant: Plant) -> None:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        session = client.session
        session[SESSION_KEY] = actor.membership_id
        session.save()
        self.plant = plant
        name = django_settings.SESSION_COOKIE_NAME
        self.line = httpx.Client(cookies={name: client.cookies[name].value}, timeout=60)

    def get(self, path: str, web: str = "web-1") -> httpx.Response:
        return self.line.get(self.plant.address(web) + path)

    def post(self, path: str, data: dict[str, Any], web: str = "web-1", **more: Any) -> httpx.Response:
        """With the token that every form carries; answers are not followed."""
        if "csrftoken" not in self.line.cookies:
            self.get(path, web)
        sent = {"csrfmiddlewaretoken": self.line.cookies["csrftoken"], **data}
        return self.line.post(self.plant.address(web) + path, data=sent, **more)


@pytest.fixture
def visitor(plant: Plant) -> Callable[[Actor], Visitor]:
    return lambda actor: Visitor(actor, plant)


@pytest.fixture
def promise_of_one() -> Callable[[], dict[str, str]]:
    """What the form of a promise sends for one tablet; each call is another promise."""

    def form() -> dict[str, str]:
        day = timezone.localdate() + timedelta(days=7)
        kind = "student_device-0-"
        return {
            f"{kind}device_type": "tablet", f"{kind}condition": "new", f"{kind}quantity": "1", f"{kind}specification": "",
            "proposed_on": day.isoformat(), "note": "", "agreed": "on", "signed_name": "Penanda Tangan Uji",
            "request_key": str(uuid.uuid4()),
        }  # fmt: skip

    return form
