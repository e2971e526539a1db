"""Old binary workbooks: what we read out of the records is what another reader reads, and what was written."""

from __future__ import annotations

import io
import struct
from datetime import date, datetime
from typing import Any

import pytest
import xlwt  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ksbb.imports.reading import read_sheet
from tests.factories import old_workbooks as old
from tests.factories.workbooks import PUPIL_COLUMNS, pupil_workbook

NAMES = ["Nama", "NIK", "NISN"]
KNOWN = frozenset(NAMES)
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0xFFFF), min_size=1, max_size=60).filter(
        lambda text: not text.isspace()
    ),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1930, 1, 1), date(2090, 1, 1)),
)


def saved(rows: list[list[Any]]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Daftar")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    lines: list[list[Any]] = [[*NAMES], *rows]
    for at, row in enumerate(lines):
        for column, value in enumerate(row):
            sheet.write(at, column, value, day if isinstance(value, date) else xlwt.Style.default_style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> list[list[object]]:
    return [[row.values[name.lower()] for name in NAMES] for row in read_sheet(data, known=KNOWN).rows]


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read(rows: list[list[object]]):
    assert read(saved(rows)) == rows


def test_another_reader_reads_the_same():
    data = pupil_workbook(
        40, form="xls", changes={3: {"Tanggal Lahir": date(2018, 5, 14), "RT": 7, "Alamat": "JL. “É” " * 900}}
    )
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        theirs = [[cell for cell in row if cell != ""] for row in book.get_sheet_by_index(0).iter_rows()][6:]
    ours = [
        [cell for cell in row.raw if cell is not None] for row in read_sheet(data, known=PUPIL_COLUMNS, raw=True).rows
    ]
    assert ours == theirs


def test_long_texts_that_are_cut_over_records_come_together_again():
    texts = [f"{n} {'é' * 3000}{'x' * 3000} ‘{n}’" for n in range(20)]
    assert [row[0] for row in read(saved([[text, 1, 2] for text in texts]))] == texts


@pytest.mark.parametrize(
    ("raw", "value"),
    [(7 << 2 | 2, 7), (725 << 2 | 3, 7.25), (0x3FF00000, 1), (0x3FF00001, 0.01), (-8 & 0xFFFFFFFF | 2, -2)],
)
def test_a_number_packed_into_four_bytes_is_read(raw: int, value: float):
    packed = old.record(0x027E, struct.pack("<HHHI", 1, 0, 0, raw))
    several = old.record(0xBD, struct.pack("<HHHIHIH", 2, 0, 0, raw, 0, raw, 1))
    assert read(old.old_book(packed + several)) == [[value, None, None], [value, value, None]]


def test_what_a_formula_came_to_is_read():
    text = old.record(0x06, struct.pack("<HHH", 1, 0, 0) + b"\0\0\0\0\0\0\xff\xff" + b"\0" * 8)
    text += old.record(0x0207, struct.pack("<HB", 3, 0) + b"Ayu")
    number = old.record(0x06, struct.pack("<HHHd", 1, 1, 0, 5.0) + b"\0" * 8)
    truth = old.record(0x06, struct.pack("<HHH", 1, 2, 0) + b"\1\0\1\0\0\0\xff\xff" + b"\0" * 8)
    assert read(old.old_book(text + number + truth)) == [["Ayu", 5, True]]


def test_a_book_that_counts_its_days_from_1904_means_the_same_days():
    style = old.record(0xE0, struct.pack("<HH", 0, 14) + b"\0" * 16)
    since_1904 = (date(2014, 2, 3) - date(1904, 1, 1)).days
    assert read(old.old_book(old.number(1, 0, since_1904), style + old.record(0x22, b"\1\0")))[0][0] == date(2014, 2, 3)
    since_1900 = (date(2014, 2, 3) - date(1899, 12, 30)).days
    assert read(old.old_book(old.number(1, 0, since_1900 + 0.5), style))[0][0] == datetime(2014, 2, 3, 12)  # noqa: DTZ001


def test_a_day_beyond_the_calendar_stays_a_number():
    style = old.record(0xE0, struct.pack("<HH", 0, 14) + b"\0" * 16)
    assert read(old.old_book(old.number(1, 0, 4_000_000) + old.number(1, 1, -5), style)) == [[4_000_000, -5, None]]


def test_a_workbook_of_excel_95_is_read_in_its_codepage():
    names = b"".join(
        old.record(0x0204, struct.pack("<4H", 0, at, 0, len(name)) + name.encode()) for at, name in enumerate(NAMES)
    )
    cell = old.record(0x0204, struct.pack("<4H", 1, 0, 0, 5) + "André".encode("cp1252"))
    start = old.record(0x0809, struct.pack("<HH", 0x0500, 5) + b"\0" * 4) + old.record(0x42, struct.pack("<H", 1252))
    place = len(start) + len(old.record(0x85, b"\0" * 8)) + len(old.record(0x0A))
    sheet = old.record(0x85, struct.pack("<IBB", place, 0, 0) + b"\1A")
    whole = start + sheet + old.record(0x0A) + old.bof(16) + names + cell + old.record(0x0A)
    assert read(old.container(whole, name="Book"))[0][0] == "André"


def test_a_hidden_sheet_is_passed_over():
    book = xlwt.Workbook()
    for name, hidden in (("Lama", 1), ("Baru", 0)):
        sheet = book.add_sheet(name)
        sheet.visibility = hidden
        for column, title in enumerate(NAMES):
            sheet.write(0, column, title)
    out = io.BytesIO()
    book.active_sheet = 1
    book.save(out)
    assert read_sheet(out.getvalue(), known=KNOWN).name == "Baru"
