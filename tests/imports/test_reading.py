"""Any sheet becomes dictionaries: the header is found by its names, and nothing is lost or invented on the way."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ksbb.imports.cells import clean
from ksbb.imports.reading import CellValue, Limits, SheetRefused, read_sheet
from tests.factories.workbooks import (
    FIRST_PUPIL_ROW,
    PUPIL_COLUMNS,
    SCHOOL,
    pupil_csv,
    pupil_workbook,
    teacher_workbook,
)

NAMES = ["Nama", "NIK", "NISN", "Kelas"]
KNOWN = frozenset(NAMES)


def xlsx(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def values(data: bytes, known: frozenset[str] | set[str] = KNOWN) -> list[dict[str, CellValue]]:
    return [row.values for row in read_sheet(data, known=known).rows]


def refusal(data: bytes, **options: Any) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        list(read_sheet(data, **{"known": KNOWN, **options}).rows)
    return caught.value


def outcome(data: bytes) -> str:
    try:
        return f"{len(list(read_sheet(data, known=KNOWN).rows))} rows."
    except SheetRefused as error:
        return error.reason


def test_a_dapodik_pupil_file_is_read_under_both_header_rows():
    sheet = read_sheet(pupil_workbook(3), known=PUPIL_COLUMNS)
    row = next(iter(sheet.rows))
    assert sheet.headers == [" ".join(name.split()) for name in PUPIL_COLUMNS]
    assert (sheet.format, sheet.name, row.number) == ("xlsx", "Daftar Peserta Didik", FIRST_PUPIL_ROW)
    assert sheet.title[:2] == (("Daftar Peserta Didik",), (SCHOOL,))
    assert row.values["nik"] != row.values["data ayah › nik"]
    assert row.values["jml. saudara kandung"] == "1"


def test_a_dapodik_teacher_file_has_one_header_row():
    sheet = read_sheet(teacher_workbook(2), known={"Nama", "NUPTK", "Jenis PTK"})
    assert len(sheet.columns) == 51
    assert [row.number for row in sheet.rows] == [6, 7]


def test_the_same_list_as_text_gives_the_same_rows():
    as_text = [row.values["nama"] for row in read_sheet(pupil_csv(5), known=PUPIL_COLUMNS).rows]
    as_sheet = [row.values["nama"] for row in read_sheet(pupil_workbook(5), known=PUPIL_COLUMNS).rows]
    assert as_text == as_sheet


def test_rows_may_be_gone_over_again():
    rows = read_sheet(pupil_workbook(3), known=PUPIL_COLUMNS).rows
    assert list(rows) == list(rows)


@given(st.permutations(NAMES), st.integers(0, 29))
@settings(max_examples=30, deadline=None)
def test_column_order_and_the_place_of_the_header_do_not_matter(order: list[str], above: int):
    row = {"Nama": "Ayu", "NIK": "1", "NISN": "2", "Kelas": "3"}
    data = xlsx(*[["catatan"]] * above, list(order), [row[name] for name in order])
    assert values(data) == [{"nama": "Ayu", "nik": "1", "nisn": "2", "kelas": "3"}]


def test_a_header_below_the_thirtieth_row_is_not_looked_for():
    error = refusal(xlsx(*[["catatan"]] * 30, NAMES, ["Ayu", "1", "2", "3"]), file_name="murid.xlsx")
    assert error.code == "no_header"
    assert "murid.xlsx" in error.reason


def test_line_breaks_blanks_case_and_stars_in_a_header_do_not_matter():
    data = xlsx([" nama \n Lengkap*", "nik :", "NISN\xa0"], ["Ayu", "1", "2"])
    assert values(data, {"Nama Lengkap", "NIK", "NISN"}) == [{"nama lengkap": "Ayu", "nik": "1", "nisn": "2"}]


def test_only_the_kept_columns_leave_the_sheet():
    rows = read_sheet(pupil_workbook(2), known=PUPIL_COLUMNS, keep={"Nama", "Data Ayah › Penghasilan"}).rows
    assert {key for row in rows for key in row.values} == {"nama", "data ayah › penghasilan"}


def test_a_row_is_given_back_as_uploaded_only_when_asked_for():
    data = xlsx(["Daftar"], [], ["No", *NAMES], [1, "Ayu", "07", 5.0, None, "lebih"], [2, "Bimo", None, None, " "])
    asked = read_sheet(data, known=KNOWN, keep={"Nama"}, raw=True)
    assert [row.raw for row in asked.rows] == [(1, "Ayu", "07", 5, None, "lebih"), (2, "Bimo")]
    assert [row.raw for row in read_sheet(data, known=KNOWN, keep={"Nama"}).rows] == [(), ()]


def test_the_head_keeps_every_row_and_the_place_of_every_cell():
    sheet = read_sheet(pupil_workbook(1), known=PUPIL_COLUMNS)
    assert sheet.head[:2] == (("Daftar Peserta Didik",), (SCHOOL,))
    assert [len(row) for row in sheet.head] == [1, 1, 1, 3, 66, 42]
    assert sheet.head[4][24:26] == ("Data Ayah", "")
    assert (sheet.head[5][23:25], sheet.head[4][64]) == (("", "Nama"), "Jml. Saudara\nKandung")


def test_a_missing_required_column_is_named():
    error = refusal(xlsx(["Nama", "NISN", "Kelas"], ["Ayu", "2", "3"]), required={"Nama", "NIK"})
    assert (error.code, "NIK" in error.reason) == ("missing_columns", True)


def test_a_header_that_stands_twice_is_told_and_the_first_one_counts():
    sheet = read_sheet(xlsx([*NAMES, "nik"], ["Ayu", "1", "2", "3", "9"]), known=KNOWN)
    assert sheet.repeated == ("nik",)
    assert next(iter(sheet.rows)).values["nik"] == "1"


def test_empty_rows_and_the_row_that_numbers_the_columns_are_passed_over():
    data = xlsx(NAMES, [1, 2, 3, 4], [None, " ", "", None], ["Ayu", "1", "2", "3"])
    assert [row.number for row in read_sheet(data, known=KNOWN).rows] == [4]


def test_a_table_that_begins_further_right_and_down_is_found():
    data = xlsx([None], [None, None, *NAMES], [None, None, "Ayu", "1", "2", "3"])
    sheet = read_sheet(data, known=KNOWN)
    assert sheet.columns[0].letter == "C"
    assert [(row.number, row.values["nama"]) for row in sheet.rows] == [(3, "Ayu")]


def test_the_first_visible_sheet_with_a_known_header_is_taken():
    book = Workbook()
    book.active.append(["petunjuk"])
    hidden, shown = book.create_sheet("Lama"), book.create_sheet("Baru")
    hidden.sheet_state = "hidden"
    hidden.append(NAMES)
    shown.append(NAMES)
    out = io.BytesIO()
    book.save(out)
    assert read_sheet(out.getvalue(), known=KNOWN).name == "Baru"


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (3173060302140001, 3173060302140001),
        (1.5, 1.5),
        (date(2014, 2, 3), date(2014, 2, 3)),
        (True, True),
        ("  ", None),
        ("=1+1", None),
    ],
)
def test_a_cell_keeps_its_type(cell: object, read: object):
    found = values(xlsx(NAMES, ["Ayu", cell, "x", "y"]))[0]["nik"]
    assert found == read
    assert type(found) is type(read)


def test_text_that_looks_like_a_number_stays_text():
    assert values(xlsx(NAMES, ["Ayu", "0012345678", "x", "y"]))[0]["nik"] == "0012345678"


# Text files


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_whatever_separates_and_encodes_it(delimiter: str, encoding: str):
    lines = [delimiter.join(NAMES), delimiter.join(["André", "1", "2", "3"])]
    assert values(csv_bytes("\r\n".join(lines), encoding))[0]["nama"] == "André"


def test_a_quoted_cell_may_hold_separators_and_line_breaks():
    rows = values(csv_bytes('Nama,NIK,NISN,Kelas\n"Ayu, ""A""\nS.Pd.",1,2,3\nBimo,4,5,6\n'))
    assert [row["nama"] for row in rows] == ['Ayu, "A"\nS.Pd.', "Bimo"]


def test_excels_separator_line_is_not_a_row():
    sheet = read_sheet(csv_bytes("sep=;\nNama;NIK;NISN;Kelas\nAyu;1;2;3\n"), known=KNOWN)
    assert [row.number for row in sheet.rows] == [2]


def test_a_comma_too_many_shows_as_a_cell_beyond_the_header():
    rows = list(read_sheet(csv_bytes("Nama,NIK,NISN,Kelas\nAyu, S.Pd.,1,2,3\nBimo,1,2,3,\n"), known=KNOWN).rows)
    assert [row.beyond for row in rows] == [1, 0]


def test_a_quotation_mark_never_closed_is_refused_with_its_line():
    error = refusal(csv_bytes('Nama,NIK,NISN,Kelas\n"Ayu,1,2,3\n' + "Bimo,1,2,3\n" * 200))
    assert (error.code, "baris 2" in error.reason) == ("open_quote", True)


def test_a_text_file_with_too_many_rows_or_columns_is_refused():
    long, wide = "Nama,NIK,NISN,Kelas\n" + "a,b,c,d\n" * 100, "Nama,NIK,NISN,Kelas\n" + "a," * 200
    assert refusal(csv_bytes(long), limits=Limits(rows=50)).code == "too_many_rows"
    assert refusal(csv_bytes(wide)).code == "too_many_columns"


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(data: bytes):
    assert outcome(data).endswith(".")


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20).filter(
    lambda text: bool(clean(text)) and not text.startswith("=") and "\ufffe" not in text and "\uffff" not in text
)


@given(st.lists(st.lists(TEXTS, min_size=4, max_size=4), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_what_is_written_as_text_is_read_as_written(rows: list[list[str]]):
    found = [list(row.values()) for row in values(xlsx(NAMES, ["a", "b", "c", "d"], *rows))][1:]
    assert [[clean(str(cell)) for cell in row] for row in found] == [[clean(cell) for cell in row] for row in rows]
