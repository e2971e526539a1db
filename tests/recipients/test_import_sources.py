"""Files that stop by themselves, rows from other systems, pupils who left, our own numbers about the course of a run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from ksbb.imports.models import ImportRun
from ksbb.imports.running import seconds_left
from ksbb.imports.states import ImportState
from ksbb.notifications.models import Message
from ksbb.territories.models import Territory
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.choose_departures import choose_departures
from recipients.actions.start_import import start_import
from recipients.actions.start_import_rows import start_import_rows
from recipients.models import DuplicateCase, Recipient
from recipients.villages import Villages
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory
from tests.factories.territories import area
from tests.factories.workbooks import PUPIL_COLUMNS, pupil, pupil_workbook
from tests.recipients.uploads import applied, counted, rehearsed

ClientAs = Callable[[Actor], Client]


def registered_elsewhere(count: int) -> None:
    there = SchoolFactory.create(accepted=True, name="SD RAHASIA")
    for n in range(count):
        RecipientFactory.create(school=there, nik=pupil(n)["NIK"])


def test_a_file_full_of_other_schools_people_stops_by_itself(
    school: School, operator: Actor, principal: Actor, acting: Acting
) -> None:
    sudin = acting("city_supervisor", codes=[school.region[:5]])
    elsewhere = acting("city_supervisor", codes=["32.04"])
    registered_elsewhere(12)
    run = rehearsed(school, pupil_workbook(40), operator)
    assert run.state == ImportState.REFUSED
    assert "12 dari 40" in run.refusal
    assert not run.rows.exists()
    assert not DuplicateCase.objects.exists()
    assert Event.objects.get(action="import.stopped").facts == {"elsewhere": 12, "rows": 40}
    told = Message.objects.filter(kind__startswith="recipients/import_stopped")
    assert set(told.values_list("to_user_id", flat=True)) == {operator.user_id, principal.user_id, sudin.user_id}
    assert elsewhere.user_id not in set(told.values_list("to_user_id", flat=True))
    assert "RAHASIA" not in str(list(told.values_list("context", flat=True)))


@pytest.mark.parametrize(("theirs", "rows"), [(9, 20), (10, 50)])
def test_a_few_of_them_do_not_stop_it(school: School, operator: Actor, theirs: int, rows: int) -> None:
    registered_elsewhere(theirs)
    assert rehearsed(school, pupil_workbook(rows), operator).counts["elsewhere"] == theirs


def sent(school: School, operator: Actor, rows: list[dict[str, Any]], key: str = "") -> ImportRun:
    run = start_import_rows(school=school, rows=rows, kind="student", actor=operator, idempotency_key=key)
    imports.rehearse(run.public_id)
    run.refresh_from_db()
    return run


COLUMNS = ("Nama", "JK", "Tanggal Lahir", "NIK", "NISN", "Rombel Saat Ini")


def as_json(n: int) -> dict[str, Any]:
    return {name: pupil(n)[name] for name in COLUMNS}


def test_rows_of_another_system_take_the_same_way(school: School, operator: Actor) -> None:
    run = sent(school, operator, [as_json(n) for n in range(3)])
    assert (counted(run), run.source, run.kind) == ({"new": 3}, "api", "student")
    apply_import(run=run, actor=operator)
    imports.finish(run.public_id)
    assert Recipient.objects.filter(import_run_id=run.pk).count() == 3


def test_a_part_of_the_school_calls_nobody_missing(school: School, operator: Actor) -> None:
    applied(school, pupil_workbook(3), operator)
    assert counted(sent(school, operator, [as_json(5)])) == {"new": 1}


def test_a_nik_sent_as_a_number_is_refused_like_one_from_excel(school: School, operator: Actor) -> None:
    run = sent(school, operator, [as_json(0) | {"NIK": int(pupil(0)["NIK"])}])
    assert run.rows.get().problems[0]["code"] == "nik_digits_lost"


def test_one_key_is_one_run_for_ever(school: School, operator: Actor) -> None:
    run = sent(school, operator, [as_json(0)], key="kiriman-1")
    apply_import(run=run, actor=operator)
    imports.finish(run.public_id)
    again = start_import_rows(
        school=school, rows=[as_json(0)], kind="student", actor=operator, idempotency_key="kiriman-1"
    )
    assert again.pk == run.pk
    with pytest.raises(Refused, match="Kunci"):
        start_import_rows(school=school, rows=[as_json(1)], kind="student", actor=operator, idempotency_key="kiriman-1")


@pytest.mark.parametrize(("rows", "kind"), [([], "student"), ([{"Nama": "A"}], "staff")])
def test_what_is_no_list_is_refused_at_once(school: School, operator: Actor, rows: list, kind: str) -> None:
    with pytest.raises(Refused):
        start_import_rows(school=school, rows=rows, kind=kind, actor=operator)
    assert not ImportRun.objects.exists()


LEFT = [*PUPIL_COLUMNS, "Keluar Karena", "Tanggal keluar"]


def test_pupils_who_left_are_offered_with_their_reason(school: School, principal: Actor) -> None:
    applied(school, pupil_workbook(3), principal)
    reasons = {n: {"Keluar Karena": told, "Tanggal keluar": "2026-01-10"} for n, told in enumerate(["Lulus", "Mutasi"])}
    reasons[2] = {"NIK": pupil(9)["NIK"], "NISN": pupil(9)["NISN"], "JK": pupil(9)["JK"], "Keluar Karena": "Lulus"}
    reasons[2] |= {"Tanggal Lahir": pupil(9)["Tanggal Lahir"]}
    run = rehearsed(school, pupil_workbook(3, columns=LEFT, changes=reasons), principal)
    assert counted(run) == {"missing": 2, "skipped": 1}
    assert dict(run.rows.filter(status="missing").values_list("number", "reason")) == {7: "graduated", 8: "moved"}
    assert not run.rows.filter(chosen=True).exists()
    choose_departures(run=run, choices={7: "graduated"}, actor=principal)
    apply_import(run=run, actor=principal)
    imports.finish(run.public_id)
    assert Recipient.objects.get(state="graduated").full_name == pupil(0)["Nama"]


def test_family_and_home_arrive_as_hashes_and_code(school: School, operator: Actor) -> None:
    Territory.objects.filter(code="31.73.06").update(name="Kalideres")
    area("31.73.06.1009", "Kali Deres")
    siblings = {0: {"No KK": "3173060101190001"}, 1: {"No KK": "3173060101190001"}}
    applied(school, pupil_workbook(3, changes=siblings), operator)
    first, second, third = Recipient.objects.order_by("pk")
    assert bytes(first.household_digest) == bytes(second.household_digest) != bytes(third.household_digest)
    assert len(bytes(first.mother_digest)) == 32
    assert {first.village, third.village} == {"31.73.06.1009"}


@pytest.mark.django_db
def test_a_home_that_several_kelurahan_could_be_is_left_open() -> None:
    for code, name in (("31.71", "Pusat"), ("31.71.01", "Gambir"), ("31.71.02", "Senen"), ("31.72.01", "Koja")):
        area(code, name)
    for code, name in (("31.71.01.1001", "Rawa Baru"), ("31.71.02.1001", "Rawa Baru"), ("31.72.01.1001", "Lagoa")):
        area(code, name)
    villages = Villages.around("31.71")
    assert villages.code_of("RAWA  BARU", "") == ""
    assert villages.code_of("Kel. Rawabaru", "Kec. Senen") == "31.71.02.1001"
    assert villages.code_of("Lagoa", "Senen") == ""


def test_the_time_left_follows_the_pace(school: School, operator: Actor) -> None:
    now = timezone.now()
    run = start_import(school=school, data=pupil_workbook(1), file_name="a.xlsx", actor=operator)
    run.stage_at, run.rows_done, run.rows_total = now - timedelta(seconds=30), 250, 1000
    assert seconds_left(run, now) == 90
    run.rows_done = 0
    assert seconds_left(run, now) is None


def test_a_large_file_says_by_message_that_it_is_checked(school: School, operator: Actor) -> None:
    rehearsed(school, pupil_workbook(1000), operator)
    message = Message.objects.get(kind="recipients/import_checked")
    assert message.to_user_id == operator.user_id
    assert message.context["new"] == 1000
