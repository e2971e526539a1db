"""What changed in a row is kept by the database itself: also by bulk work, COPY and SQL by hand; never anybody's personal data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from ksbb.accounts.models import Membership, User
from ksbb.audit import trail
from ksbb.audit.models import Change, Event
from ksbb.authority.actors import SYSTEM, Actor
from recipients.models import Circumstances, Need, Recipient
from schools.models import School
from tests.factories.donations import people_at, school_at
from tests.factories.verification import member


@pytest.fixture
def school(db: None) -> School:
    return school_at()


def changes(table: str, operation: str = "U") -> list[Change]:
    return list(Change.objects.filter(table=table, operation=operation).order_by("id"))


def test_a_changed_field_is_kept_before_and_after(school: School) -> None:
    School.objects.filter(pk=school.pk).update(is_closed=True, address="Jalan Lain 2")
    (change,) = changes("schools_school")
    assert change.row_id == school.pk
    assert change.columns == ["address", "is_closed"]
    assert change.values == {"is_closed": [False, True]}


def test_a_row_written_as_it_was_is_no_change(school: School) -> None:
    School.objects.filter(pk=school.pk).update(is_closed=False)
    school.save()
    assert changes("schools_school") == []


def test_sql_by_hand_is_kept_too_and_has_no_act(school: School) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE schools_school SET npsn = '00000000' WHERE id = %s", [school.pk])
    (change,) = changes("schools_school")
    assert change.values == {"npsn": [school.npsn, "00000000"]}
    assert change.database_role == connection.settings_dict["USER"]


def test_a_change_and_its_act_carry_the_same_transaction(school: School) -> None:
    principal = member("principal", school.organisation)
    trail.record("school.accepted", school, actor=principal)
    School.objects.filter(pk=school.pk).update(is_closed=True)
    (change,) = changes("schools_school")
    assert principal.user_id in Event.objects.filter(tx=change.tx).values_list("user_id", flat=True)


def test_of_a_person_only_that_it_changed(school: School) -> None:
    (number,) = people_at(school, pupils=1)
    person = Recipient.objects.get(pk=number)
    Recipient.objects.filter(pk=number).update(
        full_name="Nama Baru", nik_sealed=b"x", birth_date="2010-01-02", is_held=True
    )
    Circumstances.objects.filter(recipient=number).update(is_orphan=True, has_kip=True)
    told = changes("recipients_recipient")[-1]
    assert told.columns == ["birth_date", "full_name", "is_held", "nik_sealed"]
    assert told.values == {"is_held": [False, True]}
    assert told.region == person.region
    about = changes("recipients_circumstances")[-1]
    assert (about.row_id, about.columns, about.values) == (number, ["has_kip", "is_orphan"], {})


def test_nothing_personal_stands_in_any_of_it(school: School) -> None:
    numbers = people_at(school, pupils=3)
    names = list(Recipient.objects.filter(pk__in=numbers).values_list("full_name", flat=True))
    Recipient.objects.filter(pk__in=numbers).update(full_name="Nama Baru Sekali")
    User.objects.update(full_name="Orang Lain", email="x")
    everything = " ".join(map(str, Change.objects.values_list("values", flat=True)))
    assert not [name for name in [*names, "Nama Baru Sekali", "Orang Lain"] if name in everything]


def test_many_rows_at_once_are_one_line_when_added_and_one_each_when_changed(school: School) -> None:
    numbers = people_at(school, pupils=5)
    added = changes("recipients_recipient", "I")
    assert [(one.row_id, one.last_id, one.rows) for one in added] == [(numbers[0], numbers[-1], 5)]
    Need.objects.filter(recipient__in=numbers).update(state="closed", closed_at="2026-01-01T00:00Z")
    closed = [one for one in changes("recipients_need") if "state" in one.columns]
    assert len(closed) == 5
    assert closed[0].values["state"] == ["open", "closed"]


def test_a_deleted_row_leaves_what_it_was(school: School) -> None:
    actor = member("principal", school.organisation)
    Membership.objects.filter(pk=actor.membership_id).delete()
    (gone,) = changes("accounts_membership", "D")
    assert gone.row_id == actor.membership_id
    assert gone.values["role"] == ["principal", None]


def test_the_history_is_only_added_to(school: School) -> None:
    School.objects.update(is_closed=True)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Change.objects.update(rows=7)


def test_an_auditor_sees_the_own_ground_and_only_some_the_complaints(school: School) -> None:
    trail.record("school.listed", school, actor=SYSTEM)
    places = [("recipients_need", "31.73.06"), ("recipients_need", "32.04"), ("verification_complaint", "31.73")]
    common = {
        "operation": "U",
        "row_id": 1,
        "last_id": 1,
        "rows": 1,
        "columns": [],
        "values": {},
        "tx": 1,
        "at": timezone.now(),
    }
    Change.objects.bulk_create(
        [Change(table=table, region=region, database_role="x", **common) for table, region in places]
    )
    told = Change.objects.filter(row_id=1, tx=1)
    assert told.visible_to(member("auditor", codes=("31",))).count() == 2
    assert told.visible_to(member("coordinator", codes=("31",))).count() == 1
    assert told.visible_to(member("principal")).count() == 0


def test_the_page_tells_what_and_by_whom(client_as: Callable[[Actor], Client], school: School) -> None:
    principal = member("principal", school.organisation)
    trail.record("school.accepted", school, actor=principal)
    School.objects.filter(pk=school.pk).update(is_closed=True, address="Jalan Rahasia 7")
    answer = client_as(member("auditor")).get("/jejak/perubahan/", {"tabel": "schools_school", "baris": str(school.pk)})
    page = answer.content.decode()
    assert "False → True" in page
    assert "Jalan Rahasia 7" not in page
    assert User.objects.get(pk=principal.user_id).full_name in page
    assert client_as(principal).get("/jejak/perubahan/").status_code == 403
