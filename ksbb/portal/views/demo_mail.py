"""The letters that the demo would have sent, readable in the browser."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

# Between two letters in one file, as Django's file backend writes it.
SEPARATOR = b"-" * 79 + b"\n"
NEWEST = 50


@dataclass(frozen=True)
class Letter:
    """What the page shows of one letter."""

    to: str
    subject: str
    sent_at: datetime | None
    body: str


@never_cache
@require_GET
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The newest letters first; there is no such page outside the demo."""
    if not settings.DEMO:
        raise Http404
    return render(request, "portal/demo_mail.html", {"letters": _newest(Path(settings.EMAIL_FILE_PATH))})


def _newest(folder: Path) -> list[Letter]:
    """Files are named by the time they were begun; a file may hold several letters, the last one is the newest."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    letters: list[Letter] = []
    for path in files[:NEWEST]:
        parts = [part for part in path.read_bytes().split(SEPARATOR) if part.strip()]
        letters += [_read(part) for part in reversed(parts)]
    return letters[:NEWEST]


def _read(raw: bytes) -> Letter:
    message = email.message_from_bytes(raw, EmailMessage, policy=email.policy.default)
    body = message.get_body(preferencelist=("plain",))
    return Letter(
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        sent_at=_moment(message["Date"].datetime) if message["Date"] else None,
        body=str(body.get_content()) if body is not None else "",
    )


def _moment(sent: datetime) -> datetime:
    """Letters are stamped in UTC; “-0000” in a letter's date says so without naming a zone."""
    return sent if sent.tzinfo else sent.replace(tzinfo=UTC)
