"""One letter a day or a week with what waited; nothing is lost when somebody changes their mind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.notifications.actions.choose_ways import choose_ways
from ksbb.notifications.actions.gather_digests import gather_digests
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.kinds import DIGEST, Group, Way
from ksbb.notifications.models import Message
from ksbb.notifications.states import MessageState

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")
WEDNESDAY = datetime(2027, 3, 3, 12, tzinfo=JAKARTA)


def waiting(person: Any, count: int, at: datetime = WEDNESDAY) -> list[Message]:
    """Posted at `at` and looked at by a worker."""
    messages = Message.objects.bulk_create(
        [
            Message(
                kind="donations/handed_over", to_user_id=person.pk, context={"school": f"SDN {number}", "devices": 1}
            )
            for number in range(count)
        ]
    )
    for message in messages:
        assert not deliver_one(message.public_id.hex)
    Message.objects.filter(pk__in=[message.pk for message in messages]).update(created_at=at)
    return messages


def states() -> set[str]:
    return set(Message.objects.exclude(kind=DIGEST).values_list("state", flat=True))


def test_what_waits_becomes_the_lines_of_one_letter(reached_by: Callable[..., Any]) -> None:
    waiting(reached_by("daily"), 3)
    assert (states(), mail.outbox) == ({MessageState.HELD}, [])
    assert gather_digests(now=WEDNESDAY + timedelta(hours=18)) == 0  # six in the morning
    assert gather_digests(now=WEDNESDAY + timedelta(hours=20)) == 1
    assert gather_digests(now=WEDNESDAY + timedelta(hours=21)) == 0
    [digest] = Message.objects.filter(kind=DIGEST)
    Message.objects.filter(pk=digest.pk).update(next_try_at=timezone.now())
    assert deliver_one(digest.public_id.hex)
    [letter] = mail.outbox
    assert letter.subject == "Rangkuman: 3 pemberitahuan"
    assert [line for line in letter.body.splitlines() if line.startswith("- ") and "SDN" in line][2].count("SDN 2") == 1
    assert states() == {MessageState.GATHERED}


def test_the_weekly_one_comes_on_monday(reached_by: Callable[..., Any]) -> None:
    waiting(reached_by("weekly"), 1)
    days = [gather_digests(now=WEDNESDAY + timedelta(days=day)) for day in range(1, 8)]
    assert days == [0, 0, 0, 0, 1, 0, 0]


def test_two_at_once_and_a_late_one_never_write_two_letters_a_day(reached_by: Callable[..., Any]) -> None:
    person = reached_by("daily")
    waiting(person, 1)
    morning = WEDNESDAY + timedelta(hours=20)
    assert gather_digests(now=morning) == 1
    waiting(person, 1)
    assert gather_digests(now=morning + timedelta(minutes=10)) == 0
    assert gather_digests(now=morning + timedelta(days=1)) == 1


def test_however_many_people_it_is_one_statement_for_each_kind(reached_by: Callable[..., Any]) -> None:
    for _number in range(5):
        waiting(reached_by("daily"), 2)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert gather_digests(now=WEDNESDAY + timedelta(hours=20)) == 5
    assert len([one for one in asked if "notifications_message" in one["sql"]]) == 2


def test_who_wants_it_at_once_again_gets_what_waited(reached_by: Callable[..., Any]) -> None:
    person = reached_by("daily")
    [message] = waiting(person, 1)
    actor = Actor(user_id=person.pk, organisation_id=None, role=Role.VISITOR)
    choose_ways(actor=actor, ways={Group.GIFTS: Way.MAIL})
    assert deliver_one(message.public_id.hex)
    assert len(mail.outbox) == 1


def test_a_duty_does_not_wait_for_a_digest(reached_by: Callable[..., Any]) -> None:
    person = reached_by("daily")
    message = Message.objects.create(kind="verification/use_asked", to_user_id=person.pk, context={"due": "1-1-2027"})
    assert deliver_one(message.public_id.hex)
