"""The operators' page: what failed can be sent again, once; nobody else finds it; nothing on it names a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.notifications.models import Message
from ksbb.notifications.states import MessageState
from tests.conftest import Acting


@pytest.fixture
def operator(acting: Acting, client_as: Callable[[Actor], Client]) -> Client:
    actor = acting("coordinator")
    get_user_model().objects.filter(pk=actor.user_id).update(is_staff=True)
    return client_as(actor)


@pytest.fixture
def given_up(db: None) -> list[Message]:
    return Message.objects.bulk_create(
        [
            Message(
                kind="donations/pledge_expired", to_user_id=number, state=MessageState.FAILED, failed_at=timezone.now(),
                attempts=8, error=error,
            )
            for number, error in enumerate(["SMTPServerDisconnected"] * 3 + ["restored"])
        ]
    )  # fmt: skip


def test_what_failed_is_sent_again_in_its_group_and_only_once(operator: Client, given_up: list[Message]) -> None:
    page = operator.get("/operasi/")
    assert page.status_code == 200
    assert "SMTPServerDisconnected" in page.text
    again = {"kind": "donations/pledge_expired", "error": "SMTPServerDisconnected"}
    assert "3 surat dikirim ulang" in operator.post("/operasi/kirim-ulang/", again, follow=True).text
    assert "Tidak ada lagi" in operator.post("/operasi/kirim-ulang/", again, follow=True).text
    assert Message.objects.waiting().filter(attempts=0, failed_at=None).count() == 3
    assert Message.objects.filter(state=MessageState.FAILED).count() == 1


def test_it_is_there_for_operators_alone(
    outsider: Actor, client_as: Callable[[Actor], Client], given_up: list[Message]
) -> None:
    stranger = client_as(outsider)
    assert stranger.get("/operasi/").status_code == 404
    assert stranger.post("/operasi/kirim-ulang/", {"kind": "donations/pledge_expired"}).status_code == 404
    assert Message.objects.waiting().count() == 0


def test_the_page_opens_while_the_broker_is_away(operator: Client, settings: object) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    page = operator.get("/operasi/")
    assert page.status_code == 200
    assert "tidak dapat ditanya" in page.text


def test_its_number_of_statements_is_small(
    operator: Client, given_up: list[Message], django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        operator.get("/operasi/")
