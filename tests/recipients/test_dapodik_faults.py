"""A fault fails its own row, with column and reason; the rows around it are untouched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbb.imports.reading import SheetRow
from recipients.dapodik.layout import (
    OUR_STUDENTS,
    OUR_TEACHERS,
    STUDENTS,
    STUDENTS_LEFT,
    TEACHERS,
    Columns,
    Layout,
)
from recipients.dapodik.rows import RowReader
from tests.factories import workbooks
from tests.factories.workbooks import pupil_workbook
from tests.recipients.test_dapodik import TODAY, opened, parsed, problems, the_facts, the_pupil


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("nik_as_number", [("NIK", "nik_digits_lost")]),
        ("nik_short", [("NIK", "nik_shape")]),
        ("nik_empty", [("NIK", "nik_empty")]),
        ("nik_is_kk", [("NIK", "nik_equals_kk")]),
        ("nik_repeated", [("NIK", "nik_repeated")]),
        ("nisn_repeated", [("NISN", "nisn_repeated")]),
        ("nisn_zeros_lost", [("NISN", "nisn_zero_lost")]),
        ("kk_as_number", [("No KK", "family_card_digits_lost")]),
        ("name_empty", [("Nama", "name_empty")]),
        ("name_picture", [("Nama", "name_odd")]),
        ("name_formula", [("Nama", "name_odd")]),
        ("date_absurd", [("Tanggal Lahir", "birth_date")]),
        ("sex_odd", [("JK", "sex")]),
        ("text_of_a_megabyte", [("Nama", "too_long")]),
    ],
)
def test_a_fault_fails_its_own_row_with_column_and_reason(fault: str, expected: list[tuple[str, str]]):
    rows = parsed(pupil_workbook(6, faults={3: fault}))
    assert [problems(row) for row in rows] == [[], [], [], expected, [], []]
    assert [row.facts is None for row in rows] == [False, False, False, True, False, False]


def test_the_second_of_two_equal_rows_names_the_first():
    first, second = parsed(pupil_workbook(2, changes={1: workbooks.pupil(0)}))
    assert first.facts is not None
    assert problems(second) == [("NIK", "nik_repeated"), ("NISN", "nisn_repeated")]
    assert f"baris {first.number}" in second.problems[0].message


def test_doubles_are_told_anew_at_every_reading():
    file = opened(pupil_workbook(3))
    assert list(file.rows()) == list(file.rows())


@pytest.mark.parametrize("born", ["2025-06-01", "2027-01-01", "1900-01-01"])
def test_an_implausible_birth_date_is_a_problem(born: str):
    assert ("Tanggal Lahir", "birth_date_implausible") in problems(the_pupil(**{"Tanggal Lahir": born}))


@pytest.mark.parametrize("name", ["<b>Ayu</b>", "=1+1", "@ayu", "12345", "A" * 151, "A\u0000{}"])
def test_what_is_no_name_is_a_problem(name: str):
    columns = Columns({"name": "nama"}, {field: names[0] for field, names in STUDENTS.fields.items()}, ())
    row = RowReader(columns, STUDENTS, TODAY).read(SheetRow(7, {"nama": name}))
    assert problems(row)[0][0] == "Nama"


@pytest.mark.parametrize("name", ["Siti  Nur'aini", "M. Al-Fatih", "Muh. Syafi`i, S.Pd.", "Nyoman\xa0Ayu", "José"])
def test_names_as_people_write_them_are_accepted(name: str):
    assert the_facts(Nama=name).full_name == " ".join(name.split())


def test_a_comma_too_many_in_a_text_file_is_told_before_the_row_is_believed():
    data = workbooks.pupil_csv(2).replace(b"Bimo", b"x") + b"1,Ayu" + b",0" * 80
    assert ("Nama", "too_many_values") in problems(parsed(data)[-1])


cells = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.dates(), st.datetimes()
)
LAYOUTS = st.sampled_from([STUDENTS, STUDENTS_LEFT, OUR_STUDENTS, TEACHERS, OUR_TEACHERS])


@given(LAYOUTS, st.data())
@settings(max_examples=200, deadline=None)
def test_no_cell_is_too_odd(layout: Layout, data: st.DataObject):
    fields = layout.fields
    columns = Columns({field: field for field in fields}, {field: names[0] for field, names in fields.items()}, ())
    values = {field: data.draw(cells, field) for field in fields}
    row = RowReader(columns, layout, TODAY).read(SheetRow(9, values))
    assert (row.facts is None) == bool(row.problems or row.note)
    assert [problem for problem in (*row.problems, *row.warnings) if not problem.message.endswith((".", "…"))] == []
