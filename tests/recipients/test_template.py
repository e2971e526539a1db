"""Our own workbook to fill in: what its drop-downs offer is what is read back, and what is left empty says nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from ksbb.authority.actors import Actor
from ksbb.imports.reading import header_key
from recipients.dapodik import DapodikFile, Kind, ParsedRow, RecipientFacts, read_dapodik
from recipients.dapodik.layout import READ_COLUMNS
from recipients.models import Consent, DeviceAccess, Employment, IncomeBand, Internet
from recipients.template import COLUMNS, template_of
from recipients.told import registration_of
from tests.conftest import Acting
from tests.factories import workbooks

TODAY = date(2026, 1, 20)
SITI = {
    "Nama": "Siti Rekaan",
    "NISN": "0141234567",
    "NIK": "3173064302140001",
    "JK": "P",
    "Tanggal Lahir": "2014-02-03",
    "Kelas": "Kelas 6A",
}
TONO = {
    "Nama": "Tono Rekaan",
    "NIK": "3173060901900042",
    "JK": "L",
    "Tanggal Lahir": date(1990, 1, 9),
    "Status Kepegawaian": "honorer",
    "Jenis PTK": "Guru Kelas",
}


def filled(kind: str, *people: dict[str, Any]) -> bytes:
    """The template with these people in it, as a school saves it."""
    book = load_workbook(io.BytesIO(template_of(kind)))
    names = [cell.value for cell in book.worksheets[0][1]]
    for person in people:
        book.worksheets[0].append([person.get(name) for name in names])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(kind: str, *people: dict[str, Any]) -> DapodikFile:
    return read_dapodik(filled(kind, *people), today=TODAY)


def read(kind: str, *people: dict[str, Any]) -> list[ParsedRow]:
    return list(opened(kind, *people).rows())


def facts(kind: str, person: dict[str, Any]) -> RecipientFacts:
    [row] = read(kind, person)
    assert (row.problems, row.warnings, row.questions) == ((), (), ())
    assert row.facts is not None
    return row.facts


@pytest.mark.parametrize(("kind", "whom"), [("murid", Kind.STUDENT), ("guru", Kind.TEACHER)])
def test_an_empty_template_is_recognised_and_holds_nobody(kind: str, whom: Kind):
    file = opened(kind)
    assert (file.kind, file.is_ours, file.missing_columns, list(file.rows())) == (whom, True, (), [])


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_column_of_a_template_is_one_that_is_read(kind: str):
    assert [column.name for column in COLUMNS[kind] if header_key(column.name) not in READ_COLUMNS] == []


@pytest.mark.parametrize("kind", COLUMNS)
def test_the_examples_are_a_person_without_a_fault(kind: str):
    example = {column.name: column.example for column in COLUMNS[kind]}
    assert facts(kind, example).full_name == "Siti Rekaan"


def test_a_pupil_with_the_needed_columns_only_says_nothing_else():
    pupil = facts("murid", SITI)
    assert (pupil.has_kip, pupil.has_kjp, pupil.orphan, pupil.disability) == (None, None, None, None)
    person = registration_of(pupil, today=TODAY)
    assert (person.circumstances, person.consent) == ({"is_final_year": True}, None)


def test_a_pupil_is_read_whole():
    home = {
        "Gawai untuk Belajar": "berbagi",
        "Jumlah Gawai di Rumah": 0,
        "Jumlah Pelajar di Rumah": "3",
        "Internet di Rumah": "kuota HP",
        "Penerima KIP": "Tidak",
        "Penerima KJP Plus": "Ya",
        "Penghasilan Orang Tua": "tidak berpenghasilan",
        "Yatim, Piatu, atau Panti": "Ya",
        "Penyandang Disabilitas": "Tidak",
        "Tanggal Persetujuan Wali": date(2026, 1, 15),
        "Hubungan Wali": "ibu",
        "Nama Ibu": "Ibu Rekaan",
        "No KK": "3173060101190001",
    }
    person = registration_of(facts("murid", SITI | home), today=TODAY)
    assert person.circumstances == {
        "has_kip": False,
        "has_kjp": True,
        "is_orphan": True,
        "has_disability": False,
        "is_final_year": True,
        "device_access": "shared",
        "household_devices": 0,
        "household_learners": 3,
        "internet": "quota",
        "income_band": "none",
    }
    assert person.consent == {"relation": "mother", "given_on": date(2026, 1, 15)}
    assert (person.mother_name, person.family_card) == ("Ibu Rekaan", "3173060101190001")


def test_a_teacher_is_read_whole():
    more = {
        "Laptop atau PC": "tidak punya",
        "Penghasilan per Bulan": "kurang dari Rp500.000",
        "TMT Pengangkatan": "2015-07-01",
    }
    person = registration_of(facts("guru", TONO | more | {"Tanggal Persetujuan": "2026-01-15"}), today=TODAY)
    assert person.circumstances == {
        "employment": "honorer",
        "service_years": 10,
        "device_access": "none",
        "income_band": "lt_500k",
    }
    assert person.consent == {"relation": "self", "given_on": date(2026, 1, 15)}


@pytest.mark.parametrize(
    ("kind", "person", "column", "field", "choices"),
    [
        ("murid", SITI, "Gawai untuk Belajar", "device_access", DeviceAccess.choices[1:]),
        ("murid", SITI, "Internet di Rumah", "internet", Internet.choices[1:]),
        ("murid", SITI, "Penghasilan Orang Tua", "income_band", IncomeBand.choices[1:]),
        ("guru", TONO, "Status Kepegawaian", "employment", Employment.choices[1:]),
        ("guru", TONO, "Laptop atau PC", "device_access", DeviceAccess.choices[1:]),
    ],
)
def test_whatever_a_drop_down_offers_is_read_as_what_it_means(
    kind: str, person: dict[str, Any], column: str, field: str, choices: list[tuple[str, Any]]
):
    answers = [next(iter(read(kind, person | {column: str(label)}))) for _value, label in choices]
    assert [str(getattr(row.facts, field)) for row in answers] == [value for value, _label in choices]


def test_every_relation_that_is_offered_is_read_as_what_it_means():
    told = {"Tanggal Persetujuan Wali": "2026-01-15"}
    offered = next(column for column in COLUMNS["murid"] if column.name == "Hubungan Wali").choices
    found = [facts("murid", SITI | told | {"Hubungan Wali": str(label)}).consent_relation for _value, label in offered]
    assert found == [value for value, _label in offered] == ["father", "mother", "guardian"]


def test_a_consent_without_a_relation_is_the_guardians():
    person = registration_of(facts("murid", SITI | {"Tanggal Persetujuan Wali": "2026-01-15"}), today=TODAY)
    assert person.consent == {"relation": Consent.Relation.GUARDIAN, "given_on": date(2026, 1, 15)}


def test_an_answer_in_no_list_is_left_out_and_told():
    odd = {"Gawai untuk Belajar": "kadang", "Jumlah Gawai di Rumah": "banyak", "Tanggal Persetujuan Wali": "2027-01-01"}
    [row] = read("murid", SITI | odd)
    assert row.facts is not None
    assert [(found.column, found.code) for found in row.warnings] == [
        ("Gawai untuk Belajar", "choice"),
        ("Jumlah Gawai di Rumah", "count"),
        ("Tanggal Persetujuan Wali", "consent_on"),
    ]
    assert (row.facts.device_access, row.facts.household_devices, row.facts.consent_on) == ("", None, None)


def test_who_shares_without_saying_among_how_many_is_asked_for_it():
    [row] = read("murid", SITI | {"Gawai untuk Belajar": "berbagi"})
    assert [found.code for found in row.warnings] == ["household_counts"]


def test_a_dapodik_file_that_a_school_extended_by_our_columns_says_what_they_say():
    rows = [workbooks.pupil(0) | {"Gawai untuk Belajar": "tidak punya", "Penerima KJP Plus": "Ya"}]
    columns = [*workbooks.PUPIL_COLUMNS, "Gawai untuk Belajar", "Penerima KJP Plus"]
    data = workbooks._workbook("Daftar Peserta Didik", "SD", columns, rows, two_rows=True)
    file = read_dapodik(data, today=TODAY)
    [row] = file.rows()
    assert row.facts is not None
    assert (file.is_ours, row.facts.device_access, row.facts.has_kjp, row.facts.has_kip) == (False, "none", True, True)


@pytest.mark.parametrize("kind", COLUMNS)
def test_numbers_keep_their_zeros_and_every_choice_has_its_list(kind: str):
    book = load_workbook(io.BytesIO(template_of(kind)))
    table, _help, choices = book.worksheets
    numbers = [cell.column_letter for cell in table[1] if cell.value in ("NIK", "NISN", "NUPTK", "NIP", "No KK", "HP")]
    assert {table.column_dimensions[letter].number_format for letter in numbers} == {"@"}
    lists = [rule for rule in table.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) == len([column for column in COLUMNS[kind] if column.choices])
    assert (choices.sheet_state, table.freeze_panes) == ("hidden", "B2")


def test_the_template_speaks_indonesian_whatever_the_reader_speaks(
    client_as: Callable[[Actor], Client], acting: Acting
):
    client = client_as(acting("school_operator"))
    answer = client.get("/penerima/unggah/templat/murid.xlsx", headers={"accept-language": "en"})
    assert answer["Content-Disposition"] == 'attachment; filename="templat-murid-ksbb.xlsx"'
    choices = load_workbook(io.BytesIO(answer.content)).worksheets[2]
    assert "punya sendiri" in [cell.value for row in choices.iter_rows() for cell in row]


@pytest.mark.parametrize(("role", "kind", "status"), [("school_operator", "staf", 404), ("donor", "murid", 403)])
def test_others_get_no_template(
    client_as: Callable[[Actor], Client], acting: Acting, role: str, kind: str, status: int
):
    assert client_as(acting(role)).get(f"/penerima/unggah/templat/{kind}.xlsx").status_code == status
