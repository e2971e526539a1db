"""Applying a file costs as many statements for hundreds of people as for a few, and looks nobody up one by one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ksbb.authority.actors import Actor
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.models import Identity, Recipient
from schools.models import School
from tests.factories.recipients import RecipientFactory
from tests.factories.workbooks import pupil, pupil_workbook
from tests.recipients.uploads import counted, rehearsed


@pytest.fixture(autouse=True)
def _criteria(db: None) -> None:
    install_first_criteria()


def statements(school: School, operator: Actor, rows: int) -> int:
    """How many the worker needs for a file of so many rows, all of them good."""
    run = apply_import(run=rehearsed(school, pupil_workbook(rows), operator), actor=operator)
    with CaptureQueriesContext(connection) as queries:
        assert imports.finish(run.public_id)
    return len(queries)


def test_new_people_cost_the_same_statements_however_many(school: School, operator: Actor) -> None:
    few = statements(school, operator, 3)
    Recipient.objects.all().delete()
    many = statements(school, operator, 120)
    assert Recipient.objects.registered().count() == 120
    assert many <= few + 2


def test_numbers_of_people_who_left_pass_over_in_a_few_statements_more(school: School, operator: Actor) -> None:
    gone = [RecipientFactory.create(nik=pupil(n)["NIK"], ended=True).pk for n in range(40)]
    run = apply_import(run=rehearsed(school, pupil_workbook(60), operator), actor=operator)
    with CaptureQueriesContext(connection) as queries:
        imports.finish(run.public_id)
    run.refresh_from_db()
    assert counted(run) == {"new": 60}
    assert not Identity.objects.filter(recipient__in=gone).exists()
    assert len(queries) < 70


def test_what_a_row_held_of_a_person_is_wiped_as_it_is_taken_over(school: School, operator: Actor) -> None:
    run = apply_import(run=rehearsed(school, pupil_workbook(5), operator), actor=operator)
    imports.finish(run.public_id)
    rows = run.rows.order_by("number").values_list("status", "facts_sealed", "cells_sealed", "recipient_id")
    written = list(Recipient.objects.order_by("pk").values_list("pk", flat=True))
    assert [(status, bytes(facts), bytes(cells)) for status, facts, cells, _pk in rows] == [("new", b"", b"")] * 5
    assert [pk for *_told, pk in rows] == written
