"""A stand-in for the endpoints of others: it answers, refuses or hangs as a test wants, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from ksbb.common import sealing
from ksbb.notifications.kinds import Channel
from ksbb.notifications.models import Choice, Contact
from tests.factories.accounts import UserFactory

APP_SECRET = "rahasia-uji"  # noqa: S105
VERIFY_TOKEN = "kata-uji"  # noqa: S105
NUMBER = "+6281234567890"
KIND = "donations/pledge_expired"


@dataclass
class StandIn:
    """`asked`: path, headers and JSON of every question. `status`, `body`: the answer; `hangs`: none comes."""

    url: str = ""
    status: int = 200
    body: dict[str, Any] = field(default_factory=dict)
    hangs: bool = False
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [body for _path, _headers, body in self.asked]


def _server(told: StandIn) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append((self.path, dict(self.headers), json.loads(raw)))
            if told.hangs:
                told.over.wait(60)
                return
            number = len(told.asked)
            body = told.body or {"messages": [{"id": f"wamid.{number}"}], "id": f"sms-{number}"}
            self.send_response(told.status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def endpoint(settings: Any) -> Iterator[StandIn]:
    """Both WhatsApp and SMS lead to it; each is on."""
    told = StandIn()
    server = _server(told)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}"
    settings.WHATSAPP_URL, settings.SMS_URL = told.url, f"{told.url}/sms"
    settings.WHATSAPP_NUMBER_ID, settings.WHATSAPP_TOKEN = "1234", "kunci-uji"
    settings.WHATSAPP_APP_SECRET, settings.WHATSAPP_VERIFY_TOKEN = APP_SECRET, VERIFY_TOKEN
    settings.SMS_TOKEN, settings.SMS_HOOK_SECRET = "kunci-uji", APP_SECRET
    settings.CHANNEL_READ_SECONDS = 0.3
    cache.delete_many([f"circuit-{what}:{one}" for what in ("until", "failures") for one in Channel.values])
    yield told
    told.over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def mailbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def reached_by(db: None) -> Callable[..., Any]:
    """reached_by("whatsapp"): a person whose messages about gifts come there; the number is confirmed, no hour is quiet."""

    def make(way: str = "whatsapp", group: str = "gifts", **facts: Any) -> Any:
        person = UserFactory.create()
        now = timezone.now()
        told = {
            "phone_sealed": sealing.seal(NUMBER),
            "quiet_from": 0,
            "quiet_until": 0,
            "whatsapp_at": now,
            "sms_at": now,
        }
        Contact.objects.create(user_id=person.pk, **(told | facts))
        Choice.objects.create(user_id=person.pk, group=group, way=way)
        return person

    return make
