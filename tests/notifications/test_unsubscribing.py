"""One click below a letter stops its kind: without a sign-in, not by looking, and nothing that must arrive (RFC 8058)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.models import Choice, Message
from tests.factories.accounts import UserFactory
from tests.notifications.conftest import KIND

pytestmark = pytest.mark.django_db


def sent(person: Any, kind: str = KIND, **facts: Any) -> Any:
    message = Message.objects.create(kind=kind, to_user_id=person.pk, **facts)
    assert deliver_one(message.public_id.hex)
    return mail.outbox[-1]


@pytest.fixture
def person(db: None) -> Any:
    return UserFactory.create(full_name="Kenari Wati", email="kenari@uji.example")


def path_of(letter: Any) -> str:
    return urlsplit(letter.extra_headers["List-Unsubscribe"].strip("<>")).path


def test_the_headers_are_those_of_one_click(person: Any) -> None:
    letter = sent(person)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https?://[^>]+/berhenti/[0-9a-f]{32}\.[\w-]+/>", letter.extra_headers["List-Unsubscribe"])
    assert letter.extra_headers["List-Unsubscribe"].strip("<>") in letter.body
    assert "kenari" not in letter.extra_headers["List-Unsubscribe"].lower()


def test_looking_stops_nothing_and_one_post_does(person: Any) -> None:
    """Programs that scan mail open every link; the mail program of the person posts without cookies."""
    letter = sent(person)
    nobody = Client(enforce_csrf_checks=True)
    assert "Ya, berhenti" in nobody.get(path_of(letter)).text
    assert not Choice.objects.exists()
    answer = nobody.post(
        path_of(letter), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert Choice.objects.get().way == "portal"
    Message.objects.create(kind=KIND, to_user_id=person.pk)
    deliver_one(Message.objects.latest("pk").public_id.hex)
    assert len(mail.outbox) == 1


def test_a_link_that_is_not_ours_stops_nothing(person: Any, client: Client) -> None:
    path = path_of(sent(person))
    other = Message.objects.create(kind=KIND, to_user_id=person.pk)
    for wrong in (path[:-3] + "x/", "/berhenti/x/", re.sub(r"[0-9a-f]{32}", other.public_id.hex, path)):
        assert "tidak berlaku" in client.post(wrong).text
    assert not Choice.objects.exists()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [("accounts/sign_in_code", {"number": "ab" * 16}), ("verification/use_asked", {"due": "1-1-2027"})],
)
def test_what_is_necessary_has_no_such_link(person: Any, kind: str, facts: dict[str, str]) -> None:
    letter = sent(person, kind, context=facts)
    assert "List-Unsubscribe" not in letter.extra_headers
    assert "/berhenti/" not in letter.body


def test_stopping_a_digest_stops_what_came_in_it(reached_by: Callable[..., Any], client: Client) -> None:
    person = reached_by("daily")
    Choice.objects.create(user_id=person.pk, group="news", way="mail")
    digest = Message.objects.create(kind="notifications/digest", to_user_id=person.pk, context={"count": 1})
    deliver_one(digest.public_id.hex)
    client.post(path_of(mail.outbox[-1]))
    assert dict(Choice.objects.values_list("group", "way")) == {"gifts": "portal", "news": "mail"}
