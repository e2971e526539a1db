"""People who are registered already under other numbers are found among all schools, by two indexed blocks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ksbb.authority.actors import SYSTEM
from recipients.actions.refill_name_keys import refill_name_keys
from recipients.actions.register import write_registrations
from recipients.likeness import Claimant, alike
from recipients.models import Recipient
from recipients.registration import Registration
from tests.factories.recipients import RecipientFactory, RegistrationFactory

BORN = date(2014, 2, 3)


@pytest.fixture
def child(db: None) -> Recipient:
    return RecipientFactory.create(
        full_name="Muhammad Rizki Pratama", birth_date=BORN, mother_name="Siti Aminah", village="31.73.06.1001"
    )


def claim(**told: Any) -> Claimant:
    person: Registration = RegistrationFactory.build(**{"full_name": "M. Rizky P.", "birth_date": BORN, **told})
    return Claimant.of(7, person)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"full_name": "PRATAMA RIZKI"},
        {"full_name": "Rizki Pratamma"},
        {"full_name": "Rizki Pratama, Muh.", "birth_date": date(2014, 3, 2)},
        {"full_name": "Muh Rizki Pratama", "birth_date": date(2012, 2, 3), "village": "31.73.06.1001"},
        {"full_name": "Muh Rizki Pratama", "birth_date": date(2011, 12, 30), "mother_name": "ST. AMINAH"},
        {"full_name": "Muh Rizki Pratama", "sex": "P", "mother_name": "Siti Aminah"},
    ],
)
def test_a_child_under_another_number_is_found(child: Recipient, told: dict[str, Any]) -> None:
    [found] = alike([claim(**told)])
    assert (found.number, found.recipient_id) == (7, child.pk)


@pytest.mark.parametrize(
    "told",
    [
        {"full_name": "Muhammad Fajar Pratama"},
        {"full_name": "Rizki Pratama", "birth_date": date(2011, 12, 30)},
        {"full_name": "Muh Rizki Pratama", "mother_name": "Dewi Sartika"},
        {"birth_date": date(2014, 2, 4)},
        {"sex": "P"},
    ],
)
def test_somebody_else_is_not(child: Recipient, told: dict[str, Any]) -> None:
    assert alike([claim(**told)]) == []


def test_twins_and_siblings_are_not_alike(child: Recipient) -> None:
    family = {"mother_name": "Siti Aminah", "family_card": "3173060101100001", "village": "31.73.06.1001"}
    twin = RecipientFactory.create(full_name="Dinda Ayu Lestari", sex="P", **family)
    sibling = RecipientFactory.create(full_name="Dewi Ayu Lestari", sex="P", birth_date=date(2012, 1, 1), **family)
    assert alike([claim(full_name="Dindi Ayu Lestari", sex="P", **family)]) == []
    [found] = alike([claim(full_name="Dinda Ayu L", sex="P", **family)])
    assert found.recipient_id == twin.pk != sibling.pk


def test_who_has_left_is_not_found(child: Recipient) -> None:
    Recipient.objects.filter(pk=child.pk).update(state="withdrawn", ended_at=child.created_at)
    assert alike([claim()]) == []


def test_nobody_is_alike_to_oneself(child: Recipient) -> None:
    person = claim(full_name=child.full_name)
    assert alike([Claimant(7, person.traits, recipient_id=child.pk)]) == []


def test_many_are_looked_for_in_one_statement_and_keep_their_numbers(child: Recipient) -> None:
    other = RecipientFactory.create(full_name="Siti Nuraini", sex="P", birth_date=date(2013, 5, 6))
    people = [
        Claimant.of(31, RegistrationFactory.build(full_name="St. Nur Aini", sex="P", birth_date=date(2013, 5, 6))),
        Claimant.of(32, RegistrationFactory.build(full_name="Orang Lain")),
        claim(),
    ]
    with CaptureQueriesContext(connection) as queries:
        found = alike(people)
    assert [(one.number, one.recipient_id) for one in found] == [(31, other.pk), (7, child.pk)]
    assert len(queries) == 1


def test_nobody_asked_for_costs_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert alike([]) == []
    assert len(queries) == 0


def test_the_blocks_are_read_by_their_indexes(child: Recipient) -> None:
    days = (BORN - timedelta(days=number) for number in range(1500))
    people = [RegistrationFactory.build(full_name=f"Nama {day:%Y %m %d}", birth_date=day) for day in days]
    write_registrations([(child.school, person) for person in people], actor=SYSTEM)
    with CaptureQueriesContext(connection) as queries:
        alike([claim()])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE recipients_recipient")
        cursor.execute(f"EXPLAIN {queries[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "recipient_birth_block" in plan
    assert "recipient_name_block" in plan
    assert "Seq Scan" not in plan


def test_keys_of_an_older_spelling_are_written_anew(child: Recipient) -> None:
    other = RecipientFactory.create(full_name="Siti Nuraini")
    Recipient.objects.filter(pk=child.pk).update(name_key="pratama rizky")
    assert refill_name_keys() == 1
    assert refill_name_keys() == 0
    child.refresh_from_db()
    assert child.name_key == "muhamad pratama rizki"
    assert Recipient.objects.get(pk=other.pk).name_key == "aini nur siti"
