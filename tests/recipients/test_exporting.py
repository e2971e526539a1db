"""The school takes its own list out: numbers masked, nothing that could run, recorded, and nobody else's people in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden
from recipients.actions.assess import assess
from recipients.actions.export_recipients import export_recipients
from recipients.models import Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory

ClientAs = Callable[[Actor], Client]
PATH = "/penerima/unduh/"
HOSTILE = ["=HYPERLINK(1)", "+62812", "-1+1", "@SUM(A1)", "\tTab", "\u200b=1+1", "  =1+1", "\ufeff@x", "\u00a0+1"]


@pytest.fixture
def desk(client_as: ClientAs, operator: Actor) -> Client:
    return client_as(operator)


@pytest.fixture
def pupil(school: School) -> Recipient:
    person = RecipientFactory.create(
        school=school, full_name="Bunga Rekaan", nisn="0141234567",
        circumstances={"device_access": "shared", "household_devices": 1, "household_learners": 3, "internet": "quota"},
        consent={"relation": "mother", "given_on": date(2026, 7, 1), "giver": "Ibu Rekaan"},
    )  # fmt: skip
    assess(recipient_ids=[person.pk])
    return person


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_one_person_is_one_row_with_masked_numbers(desk: Client, pupil: Recipient) -> None:
    [row] = rows_of(desk.post(PATH, {"file_format": "csv"}).content)
    nik = sealing.unseal(pupil.nik_sealed)
    assert row["Nama"] == "Bunga Rekaan"
    assert (row["NIK (4 angka terakhir)"], row["NISN (4 angka terakhir)"]) == (f"•••• {nik[-4:]}", "•••• 4567")
    assert (row["Gawai"], row["Gawai di rumah"], row["Pelajar di rumah"]) == ("berbagi", "1", "3")
    assert (row["Internet di rumah"], row["Persetujuan oleh"], row["Kelayakan"]) == ("kuota HP", "ibu", "layak")
    assert row["Kebutuhan"] == "belum terpenuhi"


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_whole_number_and_no_name_of_a_guardian_is_in_the_file(
    desk: Client, pupil: Recipient, file_format: str
) -> None:
    data = desk.post(PATH, {"file_format": file_format}).content
    [text] = (
        [data.decode("utf-8-sig")]
        if file_format == "csv"
        else [str(list(load_workbook(io.BytesIO(data)).active.values))]
    )
    assert sealing.unseal(pupil.nik_sealed) not in text
    assert "Bunga Rekaan" in text
    assert "Ibu Rekaan" not in text


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_of_a_person_runs_in_a_csv(desk: Client, school: School, name: str) -> None:
    RecipientFactory.create(school=school, full_name=name, class_group=name)
    [row] = rows_of(desk.post(PATH, {"file_format": "csv"}).content)
    assert row["Nama"].startswith("'")
    assert row["Rombel"].startswith("'")


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_of_a_person_runs_in_a_workbook(desk: Client, school: School, name: str) -> None:
    RecipientFactory.create(school=school, full_name=name)
    cell = load_workbook(io.BytesIO(desk.post(PATH, {"file_format": "xlsx"}).content)).active["A2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_the_file_is_given_for_this_once(desk: Client, pupil: Recipient, school: School) -> None:
    answer = desk.post(PATH, {"file_format": "xlsx"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert f'attachment; filename="penerima-{school.npsn}-' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


def test_it_is_recorded_with_the_count_alone(desk: Client, pupil: Recipient, school: School, operator: Actor) -> None:
    desk.get(PATH)
    desk.post(PATH, {"file_format": "csv"})
    event = Event.objects.get(action="recipient.exported")
    assert (event.thing, event.thing_id, event.user_id, event.facts) == (
        "schools.school", school.pk, operator.user_id, {"people": 1},
    )  # fmt: skip


def test_only_the_own_and_the_registered_are_in_it(desk: Client, pupil: Recipient, school: School) -> None:
    RecipientFactory.create(school=school, ended=True, full_name="Sudah Pergi")
    RecipientFactory.create(full_name="Sekolah Lain")
    assert [row["Nama"] for row in rows_of(desk.post(PATH, {"file_format": "csv"}).content)] == ["Bunga Rekaan"]


def test_teachers_alone(desk: Client, pupil: Recipient, school: School) -> None:
    RecipientFactory.create(school=school, teacher=True, full_name="Guru Rekaan")
    rows = rows_of(desk.post(PATH, {"file_format": "csv", "kind": "teacher"}).content)
    assert [row["Nama"] for row in rows] == ["Guru Rekaan"]


@pytest.mark.parametrize("people", [2, 40])
def test_the_number_of_queries_does_not_grow(school: School, operator: Actor, people: int) -> None:
    for _ in range(people):
        RecipientFactory.create(school=school, ready=True)
    assess()
    with CaptureQueriesContext(connection) as asked:
        export_recipients(school=school, file_format="csv", actor=operator)
    assert len(asked) <= 7


def test_an_unknown_format_gives_no_file(desk: Client, pupil: Recipient) -> None:
    assert "Content-Disposition" not in desk.post(PATH, {"file_format": "exe"})


def test_nobody_else_takes_it_out(client_as: ClientAs, acting: Acting, outsider: Actor, pupil: Recipient) -> None:
    sent = {"file_format": "csv"}
    assert client_as(acting("district_supervisor")).post(PATH, sent).status_code == 403
    with pytest.raises(Forbidden):
        export_recipients(school=pupil.school, file_format="csv", actor=outsider)
