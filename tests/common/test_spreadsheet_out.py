"""What is written for spreadsheet programs never runs in them, and reads back as it was."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ksbb.common.spreadsheet_out import (
    FAULTY,
    OutCell,
    OutSheet,
    csv_bytes,
    csv_lines,
    csv_value,
    may_run,
    safe_text,
    write_workbook,
)

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠", "\u2212"]
BEFORE = [
    "",
    " ",
    "  ",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u2060",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\u200e \u200b",
    "\x01",
    "\ud800",
]
DANGEROUS = st.tuples(st.sampled_from(BEFORE), st.sampled_from(STARTS), st.text(max_size=20)).map("".join)
ANY_TEXT = st.text(max_size=30) | DANGEROUS


def read_back(data: bytes) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", BEFORE)
def test_what_might_run_gets_an_apostrophe_whatever_hides_it(before: str, start: str):
    assert safe_text(f"{before}{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("text", ["", "Ayu", "Nur'aini", "3173060302140001", "a=b", "kelas 6-A", "'=1", " Ayu "])
def test_a_harmless_text_stays_as_it_is(text: str):
    assert safe_text(text) == text


@given(ANY_TEXT)
def test_no_text_can_run_once_it_is_safe(text: str):
    assert not may_run(safe_text(text))
    assert safe_text(safe_text(text)) == safe_text(text)


@given(st.lists(st.lists(ANY_TEXT, min_size=1, max_size=4), max_size=5), st.sampled_from(",;\t"))
def test_a_text_file_reads_back_cell_by_cell_and_nothing_in_it_runs(rows: list[list[str]], delimiter: str):
    text = csv_bytes(rows, delimiter=delimiter).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert found == [[safe_text(cell) for cell in row] for row in rows]
    assert [cell for row in found for cell in row if may_run(cell)] == []


def test_numbers_stay_numbers_and_a_date_reads_as_one():
    assert [csv_value(value) for value in (-5, 2.5, Decimal("-1.5"), None, True)] == [
        -5,
        2.5,
        Decimal("-1.5"),
        "",
        "Ya",
    ]
    assert csv_value(date(2026, 1, 31)) == "2026-01-31"
    assert csv_value(float("nan")) == ""


def test_a_long_list_leaves_line_by_line():
    lines = csv_lines(iter([["Nama"], ["Ayu, S.Pd."], ["=1"]]))
    assert list(lines) == ["\ufeffNama\r\n", '"Ayu, S.Pd."\r\n', "'=1\r\n"]


@given(st.lists(ANY_TEXT | st.sampled_from(["#N/A", "0012345678", "1E5"]), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_workbook_holds_text_as_text_and_no_formula(cells: list[str]):
    sheet = load_workbook(io.BytesIO(write_workbook([OutSheet("Daftar", [["x", *cells]])]))).worksheets[0]
    assert [cell.data_type for cell in sheet[1] if cell.value is not None] == ["s"] * (
        1 + sum(map(bool, written(cells)))
    )


def written(cells: list[str]) -> list[str]:
    return [safe_text(cell).removeprefix("'") if may_run(cell) else safe_text(cell) for cell in cells]


def test_a_cell_that_looks_like_a_formula_stays_text_when_edited():
    sheet = load_workbook(io.BytesIO(write_workbook([OutSheet("Daftar", [["=1+1", "0012", "Ayu", None]])]))).worksheets[
        0
    ]
    assert [cell.value for cell in sheet[1]] == ["=1+1", "0012", "Ayu", None]
    assert [cell.quotePrefix for cell in sheet[1]] == [True, False, False, False]
    assert {cell.number_format for cell in sheet[1]} == {"@"}


def test_a_workbook_keeps_dates_numbers_and_texts_that_are_translated_late():
    day, moment = date(2026, 1, 31), datetime(2026, 1, 31, 1, 0, tzinfo=UTC)
    found = read_back(write_workbook([OutSheet("Daftar", [[day, moment, 5, Decimal("1.5"), gettext_lazy("Nama")]])]))
    assert found == [[datetime(2026, 1, 31), datetime(2026, 1, 31, 8, 0), 5, 1.5, "Nama"]]  # noqa: DTZ001


def test_looks_and_several_sheets():
    data = write_workbook(
        [
            OutSheet(
                "Perlu/diperbaiki: [1]", [["Nama"], [OutCell("x", fill=FAULTY, bold=True, wrap=True)]], [30], "A2"
            ),
            OutSheet("", [["Petunjuk"]]),
        ]
    )
    book = load_workbook(io.BytesIO(data))
    first = book.worksheets[0]
    assert book.sheetnames == ["Perlu diperbaiki   1", "Daftar"]
    assert (first.freeze_panes, first.column_dimensions["A"].width) == ("A2", 30)
    assert (first["A2"].fill.fgColor.rgb[-6:], first["A2"].font.bold, first["A2"].alignment.wrap_text) == (
        FAULTY,
        True,
        True,
    )
