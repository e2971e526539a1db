"""A wrongly told NIK is put right by two coordinators who each read it off the KTP; nobody does it alone, and no number is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import chain

import pytest
from django.core.management import CommandError, call_command

from ksbb.accounts.actions.correct_person import Reading, correct_person
from ksbb.accounts.models import User
from ksbb.accounts.persons import ELSEWHERE, person_digest
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from tests.factories.accounts import PASSWORD
from tests.factories.verification import member

pytestmark = pytest.mark.django_db

WRONG, RIGHT, OTHER = "3173061501900001", "3173061501900002", "3173061501900003"
Say = Callable[..., None]


@pytest.fixture
def coordinators() -> tuple[Actor, Actor]:
    return member("coordinator"), member("coordinator")


@pytest.fixture
def validator() -> User:
    """Who told a wrong number."""
    user = User.objects.get(pk=member("validator").user_id)
    user.person_digest, user.home_region = person_digest(WRONG), ELSEWHERE
    user.save(update_fields=["person_digest", "home_region"])
    return user


def readings(first: Actor, second: Actor, *niks: str) -> dict[str, Reading]:
    one, other = niks or (RIGHT, RIGHT)
    return {"first": Reading(one, first), "second": Reading(other, second)}


def told(user: User) -> bytes:
    user.refresh_from_db()
    return bytes(user.person_digest or b"")


def test_two_coordinators_put_it_right_and_the_trail_keeps_no_number(validator, coordinators):
    correct_person(user=validator, home_region=ELSEWHERE, **readings(*coordinators))
    assert told(validator) == person_digest(RIGHT)
    event = Event.objects.get(action="user.person_corrected")
    assert (event.user_id, event.facts) == (coordinators[0].user_id, {"second": coordinators[1].user_id})
    assert RIGHT not in json.dumps(event.facts)


def test_two_different_readings_change_nothing(validator, coordinators):
    with pytest.raises(Refused, match="tidak sama"):
        correct_person(user=validator, home_region=ELSEWHERE, **readings(*coordinators, RIGHT, OTHER))
    assert told(validator) == person_digest(WRONG)


def test_nobody_is_both_pairs_of_eyes(validator, coordinators):
    one, other = coordinators
    same_person = User.objects.filter(pk__in=[one.user_id, other.user_id])
    for pair in ((one, one), (one, member("coordinator"))):
        same_person.update(person_digest=None)
        User.objects.filter(pk__in=[actor.user_id for actor in pair]).update(person_digest=b"one person")
        with pytest.raises(Refused, match="dua orang"):
            correct_person(user=validator, home_region=ELSEWHERE, **readings(*pair))
    assert told(validator) == person_digest(WRONG)


def test_nobody_puts_the_own_person_right(coordinators):
    one, other = coordinators
    user = User.objects.get(pk=one.user_id)
    User.objects.filter(pk=user.pk).update(person_digest=person_digest(WRONG), home_region=ELSEWHERE)
    with pytest.raises(Refused, match="dua orang"):
        correct_person(user=user, home_region=ELSEWHERE, **readings(one, other))


@pytest.mark.parametrize("role", ["auditor", "city_supervisor", "validator", "principal"])
def test_no_other_role_may(validator, coordinators, role):
    with pytest.raises(Forbidden):
        correct_person(user=validator, home_region=ELSEWHERE, **readings(coordinators[0], member(role)))


def test_the_first_telling_is_the_persons_own(coordinators):
    user = User.objects.get(pk=member("validator").user_id)
    User.objects.filter(pk=user.pk).update(person_digest=None)
    with pytest.raises(Refused, match="mengisinya sendiri"):
        correct_person(user=user, home_region=ELSEWHERE, **readings(*coordinators))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Say:
    """What is typed at the console's hidden questions, in their order."""

    def say(*answers: str) -> None:
        waiting = chain(answers)
        monkeypatch.setattr("ksbb.accounts.management.commands.correct_person.getpass", lambda _question: next(waiting))

    return say


def addresses(*actors: Actor) -> list[str]:
    return [User.objects.get(pk=actor.user_id).email for actor in actors]


def test_at_the_console_each_shows_the_own_password(validator, coordinators, typed, capsys):
    first, second = addresses(*coordinators)
    typed(PASSWORD, RIGHT, "bukan kata sandinya")
    with pytest.raises(CommandError, match="not the password"):
        call_command("correct_person", validator.email, first=first, second=second)
    assert told(validator) == person_digest(WRONG)
    typed(PASSWORD, f"{RIGHT[:6]} {RIGHT[6:]}", PASSWORD, RIGHT)
    call_command("correct_person", validator.email, first=first, second=second)
    assert told(validator) == person_digest(RIGHT)
    assert RIGHT not in capsys.readouterr().out
