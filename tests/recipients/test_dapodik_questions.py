"""What a file leaves open is asked, never guessed; who left and who is staff is told apart; doubts point, and keep nobody out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ksbb.imports.reading import SheetRefused
from recipients.dapodik import Kind, Leaving, ParsedRow, RecipientFacts, read_dapodik
from recipients.dapodik.pupils import leaving_of
from recipients.states import EndReason
from tests.factories import workbooks
from tests.factories.sheets import FORMS
from tests.factories.workbooks import LEFT_COLUMNS, left_workbook, pupil_workbook, teacher_workbook

TODAY = date(2026, 1, 20)


def parsed(data: bytes) -> list[ParsedRow]:
    return list(read_dapodik(data, today=TODAY).rows())


def the_pupil(**cells: object) -> ParsedRow:
    return parsed(pupil_workbook(1, changes={0: cells}))[0]


def facts_of(row: ParsedRow) -> RecipientFacts:
    assert row.facts is not None
    return row.facts


def warned(row: ParsedRow) -> list[tuple[str, str]]:
    return [(found.column, found.code) for found in row.warnings]


# Questions


@pytest.mark.parametrize("cell", [180000000, "180000000"])
def test_a_nisn_of_nine_digits_is_read_as_if_the_zero_were_confirmed(cell: object):
    row = the_pupil(NISN=cell)
    [asked] = row.questions
    assert (asked.column, asked.code, asked.field, asked.offered) == ("NISN", "nisn_zero", "nisn", "0180000000")
    assert (facts_of(row).nisn, row.problems) == ("0180000000", ())


@pytest.mark.parametrize("fault", ["nik_of_other_sex", "nik_of_other_day"])
def test_a_nik_that_disagrees_is_read_as_if_it_had_been_compared(fault: str):
    row = parsed(pupil_workbook(2, faults={1: fault}))[1]
    [asked] = row.questions
    assert (asked.column, asked.code, asked.field) == ("NIK", "nik_mismatch", "nik")
    assert facts_of(row).nik == workbooks.pupil(1)["NIK"]


def test_no_question_names_a_whole_number_nor_shows_what_it_offers():
    row = the_pupil(NISN="180000000", JK="P")
    text = " ".join(asked.message for asked in row.questions) + repr(row)
    assert [number for number in ("180000000", workbooks.pupil(0)["NIK"]) if number in text] == []


def test_a_row_with_a_problem_has_no_facts_even_when_it_asks():
    row = the_pupil(NISN="180000000", Nama="-")
    assert (row.facts, len(row.problems), len(row.questions)) == (None, 1, 1)


def test_a_nisn_without_its_zero_is_the_double_of_the_one_with_it():
    first, second = parsed(pupil_workbook(2, changes={1: {"NISN": int(workbooks.pupil(0)["NISN"])}}))
    assert first.facts is not None
    assert [problem.code for problem in second.problems] == ["nisn_repeated"]


# Checks that point


@pytest.mark.parametrize(
    ("group", "born", "found"),
    [
        ("Kelas 1A", 2019, []),
        ("Kelas 1A", 2016, []),
        ("Kelas 1A", 2015, ["age_for_grade"]),
        ("Kelas 6A", 2019, ["age_for_grade"]),
        ("XII IPA 1", 2008, []),
        ("XII IPA 1", 2003, ["age_for_grade"]),
        ("Paket C XI", 1999, []),
    ],
)
def test_an_age_far_from_the_class_is_pointed_out(group: str, born: int, found: list[str]):
    birth_date = date(born, 1, 2)
    cells = {"Tanggal Lahir": birth_date.isoformat(), "NIK": workbooks.nik(birth_date, "L", 77), "NISN": ""}
    row = the_pupil(**cells, **{"Rombel Saat Ini": group})
    assert (row.problems, [code for _column, code in warned(row)]) == ((), found)


def test_a_nik_of_another_province_and_an_odd_family_card_are_pointed_out():
    row = the_pupil(NIK=workbooks.nik(date(2018, 1, 1), "L", 7, district=320101), **{"No KK": "123"})
    assert warned(row) == [("NIK", "nik_elsewhere"), ("No KK", "family_card_shape")]
    assert facts_of(row).family_card == ""


def test_every_way_to_write_nothing_is_nothing():
    row = the_pupil(HP="--", NISN="0", RT="-", **{"No KK": 0, "Data Ibu › Nama": "-", "Kebutuhan Khusus": "--"})
    facts = facts_of(row)
    assert (facts.phone, facts.nisn, facts.rt, facts.family_card, facts.mother_name) == ("", "", "", "", "")
    assert (facts.disability, row.warnings) == (False, ())


# Who left


@pytest.mark.parametrize("form", FORMS)
def test_pupils_who_left_are_read_with_reason_and_day(form: str):
    file = read_dapodik(left_workbook(form=form), today=TODAY)
    people = [facts_of(row) for row in file.rows()]
    assert (file.kind, file.is_left, file.missing_columns) == (Kind.STUDENT, True, ())
    assert [person.leaving for person in people] == [Leaving.GRADUATED, Leaving.MOVED, Leaving.LEFT]
    assert [person.left_because for person in people] == ["Lulus", "Mutasi", "Dikeluarkan"]
    assert {person.left_on for person in people} == {date(2026, 1, 5)}
    assert {person.village_name for person in people} == {"Kalideres"}


def test_a_nik_that_nobody_will_repair_keeps_no_one_who_left_in_the_register():
    [row] = parsed(left_workbook(["Lulus"], faults={0: "nik_short"}))
    assert (facts_of(row).nik, facts_of(row).nisn) == ("", workbooks.pupil(0)["NISN"])
    assert warned(row) == [("NIK", "nik_shape")]


def test_a_day_of_leaving_that_has_not_come_is_left_out():
    [row] = parsed(left_workbook(["Lulus"], changes={0: {"Tanggal keluar": "2026-06-30"}}))
    assert (facts_of(row).left_on, warned(row)) == (None, [("Tanggal keluar", "left_on")])


def test_the_list_of_who_left_is_told_by_its_columns_where_the_title_is_gone():
    rows = [workbooks.pupil(0) | {"Keluar Karena": "Mutasi"}]
    data = workbooks._workbook("Data", "SD", LEFT_COLUMNS, rows, two_rows=True)
    assert read_dapodik(data, today=TODAY).is_left


@pytest.mark.parametrize(
    ("reason", "leaving"),
    [
        *(("Lulus", "graduated"), ("Tamat belajar", "graduated"), ("Mutasi", "moved"), ("Pindah sekolah", "moved")),
        *(
            ("Dikeluarkan", "left"),
            ("Mengundurkan diri", "left"),
            ("Putus Sekolah", "left"),
            ("Wafat", "left"),
            ("", "left"),
        ),
    ],
)
def test_a_reason_to_leave_is_read_into_the_words_of_the_register(reason: str, leaving: str):
    assert leaving_of(reason) == leaving


def test_the_reasons_to_leave_are_those_of_the_register():
    assert set(Leaving) <= set(EndReason.values)


# Staff


def test_staff_are_told_apart_without_a_problem_and_nothing_of_them_is_kept():
    rows = parsed(teacher_workbook(3, staff=True, faults={1: "nik_empty"}))
    assert {row.kind for row in rows} == {Kind.STAFF}
    assert [(row.facts, row.problems, row.warnings) for row in rows] == [(None, (), ())] * 3
    assert {"tidak ada yang perlu diperbaiki" in row.note.lower() for row in rows} == {True}


def test_staff_among_teachers_are_passed_over_and_the_teachers_are_read():
    changes = {1: {"Jenis PTK": "Tenaga Administrasi Sekolah", "NIK": "1"}}
    teacher, staff = parsed(teacher_workbook(2, changes=changes))
    assert (teacher.kind, teacher.note, staff.kind, staff.problems) == (Kind.TEACHER, "", Kind.STAFF, ())


# Every format says the same


@pytest.mark.parametrize("form", FORMS)
def test_a_pupil_file_says_the_same_in_every_format(form: str):
    faults = {3: "nik_short", 5: "nisn_zero_lost", 7: "date_absurd", 9: "name_formula"}
    dates = {
        n: {"Tanggal Lahir": "14 Mei 2018", "NIK": workbooks.nik(date(2018, 5, 14), "L", 99), "JK": "L"} for n in (1,)
    }
    as_excel = parsed(pupil_workbook(12, faults=faults, changes=dates))
    assert parsed(pupil_workbook(12, faults=faults, changes=dates, form=form)) == as_excel


@pytest.mark.parametrize("form", FORMS)
def test_a_teacher_file_says_the_same_in_every_format(form: str):
    assert parsed(teacher_workbook(6, form=form)) == parsed(teacher_workbook(6))


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods", "spreadsheetml"])
def test_a_day_and_a_serial_number_are_read_in_every_format(form: str):
    born = date(2018, 1, 1)
    changes: dict[int, dict[str, Any]] = {
        0: {"Tanggal Lahir": born},
        1: {"Tanggal Lahir": (workbooks.born(1) - date(1899, 12, 30)).days},
    }
    first, second = parsed(pupil_workbook(2, changes=changes, form=form))
    assert (facts_of(first).birth_date, facts_of(second).birth_date) == (born, workbooks.born(1))


@pytest.mark.parametrize("form", ["xls", "ods", "spreadsheetml"])
def test_a_number_that_lost_its_digits_is_refused_in_every_format(form: str):
    [row] = parsed(pupil_workbook(1, faults={0: "nik_as_number"}, form=form))
    assert [problem.code for problem in row.problems] == ["nik_digits_lost"]


def test_an_income_with_a_broken_dash_and_unescaped_signs_are_read_from_dapodiks_xml():
    cells = {
        "Data Ayah › Penghasilan": "Rp. 500,000 \u00e2\u20ac\u201c Rp. 999,999",
        "Alamat": "JL. A & B <RT 1> </Cell>",
    }
    [row] = parsed(pupil_workbook(1, changes={0: cells}, form="spreadsheetml"))
    assert facts_of(row).income_band == "500k_1m"


def test_a_csv_that_excel_saved_with_a_scientific_number_is_refused_row_by_row():
    first, second = parsed(
        workbooks.pupil_csv(2, changes={0: {"NIK": "3,17306E+15"}}, delimiter=";", encoding="cp1252")
    )
    assert ([problem.code for problem in first.problems], second.problems) == (["nik_digits_lost"], ())


def test_a_table_without_a_needed_column_is_refused_in_every_format():
    with pytest.raises(SheetRefused) as caught:
        read_dapodik(pupil_workbook(1, columns=["Nama", "NISN", "JK"], form="ods"), today=TODAY)
    assert caught.value.code == "missing_columns"
