"""One cell at a time: what it says, however a spreadsheet or a person wrote it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksbb.imports.cells import CellValue, date_of, filled, is_number, lost_digits, mended, yes_or_no
from ksbb.imports.headers import Column


@pytest.mark.parametrize(
    "text",
    ["2007-05-14", "14/05/2007", "14-05-2007", "14.5.2007", "14 Mei 2007", "14-mei-2007", "14 May 2007", "'2007-05-14"]
    + ["2007-05-14 00:00:00", "2007/5/14", "39216", " 14 \n05 2007 "],
)
def test_a_date_is_read_in_every_listed_form(text: str):
    assert date_of(text) == date(2007, 5, 14)


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)))
def test_all_forms_of_a_date_mean_the_same_day(day: date):
    serial = (day - date(1899, 12, 30)).days
    forms: list[CellValue] = [
        day,
        serial,
        float(serial),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%d %b %Y}",
    ]
    assert {date_of(form) for form in forms} == {day}


@pytest.mark.parametrize(
    "value", ["14/05/07", "05/14/2007", "9999-99-99", "2007", "0000-00-00", "", None, True, 12, "x" * 99]
)
def test_what_is_no_date_or_not_surely_one_is_none(value: object):
    assert date_of(value) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["", " ", "-", "--", "0", 0, None, "–", "\u200b"])
def test_every_way_to_write_nothing_is_empty(value: object):
    assert filled(value) == ""  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [3173060302140001, 3.17306030214e15, "3.17306E+15", "3,17E15", 10**17])
def test_digits_lost_by_a_spreadsheet_are_noticed(value: object):
    assert lost_digits(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["3173060302140001", 312345678, 999999999999999, "E15", None, True])
def test_digits_that_are_all_there_are_trusted(value: object):
    assert not lost_digits(value)  # type: ignore[arg-type]


def test_yes_and_no_are_told_from_neither():
    assert [yes_or_no(value) for value in ("Ya", "YA ", True, 1)] == [True] * 4
    assert [yes_or_no(value) for value in ("Tidak", "-", None, False, 0)] == [False] * 5
    assert [yes_or_no(value) for value in ("mungkin", 7)] == [None] * 2


def test_a_dash_read_in_the_wrong_encoding_is_mended():
    assert mended("Rp. 500,000 \u00e2\u20ac\u201c Rp. 999,999") == "Rp. 500,000 – Rp. 999,999"
    assert mended("Ã la carte") == "Ã la carte"


def test_true_is_not_a_number():
    assert [is_number(value) for value in (1, 1.5, True, "1")] == [True, True, False, False]


@pytest.mark.parametrize(("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (65, "BN"), (701, "ZZ"), (702, "AAA")])
def test_a_column_knows_its_letter(index: int, letter: str):
    assert Column(index, "x", "x").letter == letter
