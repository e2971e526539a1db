"""Letters that come back: read as mail servers write them, believed only about letters of ours."""

from __future__ import annotations

import io
import mailbox
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from django.test import Client

from ksbb.authority.actors import Actor
from ksbb.notifications.actions.note_bounce import note_bounce
from ksbb.notifications.bounces import Bounce, read
from ksbb.notifications.channels.mail import message_id
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.models import Contact, Message
from ksbb.notifications.states import MessageState
from tests.conftest import Acting
from tests.notifications.conftest import KIND, StandIn

pytestmark = pytest.mark.django_db

# RFC 3464, as Postfix writes it; the letter is attached by its head alone.
REPORT = """\
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: tidak-dibalas@ksbb.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="A"

--A
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--A
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Sun, 22 Nov 2026 10:00:00 +0700

Final-Recipient: rfc822; orang@uji.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <orang@uji.example>: Recipient address rejected

--A
Content-Type: {attached}

{head}Message-ID: {number}
Subject: x

--A--
"""


def report(number: str, *, action: str = "failed", status: str = "5.1.1", whole: bool = False) -> bytes:
    attached = "message/rfc822" if whole else "text/rfc822-headers"
    return REPORT.format(
        action=action, status=status, attached=attached, number=number, head="From: a@b.example\n"
    ).encode()


def sent(person_id: int, kind: str = KIND, **facts: Any) -> Message:
    message = Message.objects.create(kind=kind, to_user_id=person_id, path="/donasi/", **facts)
    deliver_one(message.public_id.hex)
    return message


@pytest.fixture
def person(acting: Acting) -> Actor:
    return acting("donor")


@pytest.mark.parametrize(
    ("status", "hard"), [("5.1.1", True), ("5.1.2", True), ("5.2.1", True), ("5.2.2", False), ("4.4.7", False)]
)
@pytest.mark.parametrize("whole", [False, True])
def test_a_report_is_read(status: str, hard: bool, whole: bool) -> None:
    number = uuid4()
    assert read(report(f"<{number}@127.0.0.1>", status=status, whole=whole)) == Bounce(number, status, is_hard=hard)


@pytest.mark.parametrize(
    "raw",
    [
        report(f"<{uuid4()}@x>", action="delayed"),
        report(f"<{uuid4()}@x>", action="delivered"),
        report("<20261122.1234@other.example>"),
        report("<------------------------------------@x>"),
        b"Subject: Out of office\n\nI am away.",
        b"",
        b"\xff\xfe Content-Type: multipart/report\n\n",
        report(f"<{uuid4()}@x>")[:300],
    ],
    ids=["delayed", "delivered", "not-ours", "no-number", "no-report", "empty", "rubbish", "cut"],
)
def test_what_is_no_bounce_of_ours_is_passed_over(raw: bytes) -> None:
    assert read(raw) is None


def test_a_hard_bounce_stops_letters_and_the_person_reads_it_in_the_portal(
    person: Actor, client_as: Callable[[Actor], Client]
) -> None:
    assert person.user_id
    message = sent(person.user_id)
    assert note_bounce(Bounce(message.public_id, "5.1.1", is_hard=True))
    assert not note_bounce(Bounce(message.public_id, "5.1.1", is_hard=True))
    message.refresh_from_db()
    assert (message.state, message.deliveries.get().state) == (MessageState.QUEUED, "bounced")
    deliver_one(message.public_id.hex)
    for told in Message.objects.waiting():
        deliver_one(told.public_id.hex)
    later = sent(person.user_id)
    assert (len(mail.outbox), later.deliveries.get().channel) == (1, "portal")
    browser = client_as(person)
    assert "Surat ke alamat e-mail Anda kembali" in browser.get("/pemberitahuan/").text
    page = browser.get("/akun/pemberitahuan/").text
    assert "menolak surat kami" in page
    browser.post("/akun/pemberitahuan/e-mail/")
    assert sent(person.user_id).deliveries.get().channel == "mail"


def test_letters_of_the_sign_in_still_go_there(person: Actor) -> None:
    assert person.user_id
    note_bounce(Bounce(sent(person.user_id).public_id, "5.1.1", is_hard=True))
    asked = sent(person.user_id, "accounts/sign_in_code", context={"number": "ab" * 16})
    assert asked.deliveries.get().channel == "mail"


def test_another_address_is_another_matter(person: Actor) -> None:
    assert person.user_id
    note_bounce(Bounce(sent(person.user_id).public_id, "5.1.1", is_hard=True))
    get_user_model().objects.filter(pk=person.user_id).update(email="baru@uji.example")
    assert sent(person.user_id).deliveries.get().channel == "mail"


def test_a_full_mailbox_stops_nothing_but_this_letter(person: Actor) -> None:
    assert person.user_id
    message = sent(person.user_id)
    assert note_bounce(Bounce(message.public_id, "5.2.2", is_hard=False))
    message.refresh_from_db()
    assert (message.state, message.error) == (MessageState.FAILED, "bounced 5.2.2")
    assert not Contact.objects.filter(mail_refused_at__isnull=False).exists()


def test_what_came_back_takes_the_next_channel_once(reached_by: Callable[..., Any], endpoint: StandIn) -> None:
    message = sent(reached_by("mail").pk)
    note_bounce(Bounce(message.public_id, "5.2.2", is_hard=False))
    deliver_one(message.public_id.hex)
    deliver_one(message.public_id.hex)
    assert dict(message.deliveries.values_list("channel", "state")) == {"mail": "bounced", "whatsapp": "sent"}
    assert len(endpoint.asked) == 1


def test_the_command_reads_a_mailbox_and_a_pipe_and_says_what_it_found(
    person: Actor, tmp_path: Path, monkeypatch: Any
) -> None:
    assert person.user_id
    first, second = sent(person.user_id), sent(person.user_id)
    box = mailbox.mbox(tmp_path / "bounces")
    for raw in (report(message_id(first)), report(message_id(first)), report("<x@y>"), b"Subject: halo\n\nhalo"):
        box.add(raw)
    box.flush()
    out = io.StringIO()
    call_command("read_bounces", str(tmp_path / "bounces"), stdout=out)
    assert out.getvalue() == "1 hard, 0 soft, 1 known or not ours, 2 other mails\n"
    piped = io.TextIOWrapper(io.BytesIO(report(message_id(second), status="5.2.2")))
    monkeypatch.setattr("sys.stdin", piped)
    call_command("read_bounces", "-", stdout=out)
    assert out.getvalue().splitlines()[-1].startswith("0 hard, 1 soft")
