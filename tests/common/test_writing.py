"""Rows written with little ado are the rows that `bulk_create` writes."""

from __future__ import annotations

import pytest

from ksbb.audit.models import Event
from ksbb.common.writing import insert
from ksbb.notifications.models import Message

pytestmark = pytest.mark.django_db


def an_event(number: int) -> Event:
    return Event(
        action="thing.done", thing="uji.thing", thing_id=number, role="system", facts={"n": number, "kind": "é"}
    )


def test_rows_get_their_keys_and_all_that_they_say():
    made = insert(an_event(number) for number in range(3))
    kept = Event.objects.in_bulk([event.pk for event in made])
    assert [kept[event.pk].facts for event in made] == [{"n": n, "kind": "é"} for n in range(3)]
    assert [kept[event.pk].at for event in made] == [event.at for event in made]


def test_rows_say_what_bulk_create_would_have_said():
    [ours], [theirs] = insert([an_event(1)]), Event.objects.bulk_create([an_event(1)])
    skipped = {"id", "at"}
    mine, usual = (Event.objects.filter(pk=one.pk).values().get() for one in (ours, theirs))
    assert {k: v for k, v in mine.items() if k not in skipped} == {k: v for k, v in usual.items() if k not in skipped}


def test_nothing_is_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert([]) == []


def test_what_is_there_already_is_left_out_when_asked():
    for _turn in range(2):
        insert([Message(kind="uji/surat", to_user_id=1, once_key="sekali:1")], ignore_conflicts=True)
    assert Message.objects.count() == 1
