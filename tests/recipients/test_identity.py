"""One number at a time: what it says, whether it can be true, and that no message gives it away."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipients.identity import (
    Checked,
    check_family_card,
    check_nik,
    check_nip,
    check_nisn,
    check_nuptk,
    mask,
    nik_birth,
)
from tests.factories.workbooks import nik as make_nik

BORN = date(2014, 2, 3)
BOY, GIRL = make_nik(BORN, "L", 7), make_nik(BORN, "P", 8)
births = st.dates(date(1940, 1, 1), date(2026, 12, 31))
sexes = st.sampled_from("LP")
serials = st.integers(1, 9999)
cells = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.dates())


def codes(checked: Checked) -> list[str]:
    return [finding.code for finding in checked.problems]


def asked(checked: Checked) -> list[str]:
    return [finding.code for finding in checked.questions]


def warned(checked: Checked) -> list[str]:
    return [finding.code for finding in checked.warnings]


@given(births, sexes, serials)
def test_a_nik_made_by_rule_is_accepted_and_says_the_same(birth_date: date, sex: str, serial: int):
    nik = make_nik(birth_date, sex, serial)
    assert check_nik(nik, sex=sex, birth_date=birth_date) == Checked(nik)
    assert nik_birth(nik) == (birth_date.day, birth_date.month, birth_date.year % 100, sex)


@given(births, births, sexes, serials)
def test_a_nik_of_another_day_is_told_by_its_two_digit_year(one: date, other: date, sex: str, serial: int):
    same = (one.day, one.month, one.year % 100) == (other.day, other.month, other.year % 100)
    found = asked(check_nik(make_nik(one, sex, serial), sex=sex, birth_date=other))
    assert found == ([] if same else ["nik_mismatch"])


def test_a_child_of_2010_is_not_taken_for_a_centenarian():
    assert check_nik(make_nik(date(2010, 5, 1), "P", 1), birth_date=date(2010, 5, 1)).questions == ()
    assert check_nik(make_nik(date(1910, 5, 1), "P", 1), birth_date=date(2010, 5, 1)).questions == ()


@given(births, sexes, serials)
def test_a_nik_of_the_other_sex_is_asked_about(birth_date: date, sex: str, serial: int):
    other = {"L": "P", "P": "L"}[sex]
    checked = check_nik(make_nik(birth_date, other, serial), sex=sex, birth_date=birth_date)
    assert (asked(checked), checked.problems) == (["nik_mismatch"], ())
    assert "jenis kelamin" in checked.questions[0].message


def test_sex_and_birth_date_are_one_question():
    checked = check_nik(GIRL, sex="L", birth_date=date(2014, 3, 3))
    assert asked(checked) == ["nik_mismatch"]
    assert "jenis kelamin: di NIK perempuan, di isian laki-laki; tanggal lahir: bulan" in checked.questions[0].message


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (int(BOY), "nik_digits_lost"),
        (float(BOY), "nik_digits_lost"),
        ("3.17306E+15", "nik_digits_lost"),
        (317306030214, "nik_shape"),
        (None, "nik_empty"),
        ("-", "nik_empty"),
        ("0000000000000000", "nik_empty"),
        (BOY[:15], "nik_shape"),
        (BOY + "1", "nik_shape"),
        (BOY[:15] + "O", "nik_shape"),
        ("９" * 16, "nik_shape"),
        ("99" + BOY[2:], "nik_region"),
        ("3100" + BOY[4:], "nik_region"),
        (BOY[:6] + "320214" + BOY[12:], "nik_birth"),
        (BOY[:6] + "031314" + BOY[12:], "nik_birth"),
        (BOY[:6] + "300214" + BOY[12:], "nik_birth"),
        (BOY[:12] + "0000", "nik_serial"),
    ],
)
def test_what_cannot_be_a_nik_is_refused_with_a_code(value: object, code: str):
    checked = check_nik(value)  # type: ignore[arg-type]
    assert (codes(checked), checked.value) == ([code], "")


def test_the_29th_of_february_needs_a_leap_year_in_some_century():
    assert nik_birth("3173062902000001") == (29, 2, 0, "L")
    assert nik_birth("3173062902010001") is None


@pytest.mark.parametrize(
    "written", [" 3173 0603 0214 0007 ", "3173.0603.0214.0007", "'3173060302140007", "3173-0603-02140007"]
)
def test_blanks_dots_and_dashes_in_a_nik_do_not_matter(written: str):
    assert check_nik(written).value == BOY


@pytest.mark.parametrize("card", [BOY, f" {BOY} ", int(BOY)])
def test_a_nik_that_is_the_family_card_number_is_refused(card: object):
    assert codes(check_nik(BOY, family_card=card)) == ["nik_equals_kk"]  # type: ignore[arg-type]


def test_a_nik_from_another_province_is_only_pointed_out():
    elsewhere = make_nik(BORN, "L", 7, district=320101)
    assert check_nik(elsewhere).value == elsewhere
    assert warned(check_nik(elsewhere)) == ["nik_elsewhere"]
    assert warned(check_nik(elsewhere, home_province="32")) == []


@given(cells, st.sampled_from(["", "L", "P"]), st.none() | st.dates(), cells)
def test_no_value_is_too_odd_for_a_nik(value: object, sex: str, birth_date: date | None, card: object):
    checked = check_nik(value, sex=sex, birth_date=birth_date, family_card=card)  # type: ignore[arg-type]
    assert bool(checked.value) != bool(checked.problems)


@given(births, births, sexes, sexes, serials)
def test_no_message_carries_a_whole_nik_or_the_birth_in_it(one: date, other: date, sex: str, said: str, serial: int):
    nik = make_nik(one, sex, serial, district=320101)
    checked = check_nik(nik, sex=said, birth_date=other, family_card=nik)
    doubted = check_nik(nik, sex=said, birth_date=other)
    found = (*checked.problems, *checked.warnings, *doubted.questions, *doubted.warnings)
    text = " ".join(finding.message for finding in found)
    assert nik not in text
    assert nik[6:12] not in text


@pytest.mark.parametrize("value", [None, "", "-", "0", "0000000000"])
def test_a_nisn_may_be_empty(value: object):
    assert check_nisn(value) == Checked()  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["0141234567", "3141234567", 3141234567, " 014-123-4567 "])
def test_a_nisn_of_ten_digits_that_begins_with_the_birth_year_is_accepted(value: object):
    checked = check_nisn(value, birth_date=BORN)  # type: ignore[arg-type]
    assert (len(checked.value), checked.problems, checked.warnings) == (10, (), ())


@pytest.mark.parametrize("value", [141234567, "141234567", "14-123-4567"])
def test_a_nisn_of_nine_digits_is_offered_with_its_zero_and_asked_about(value: object):
    checked = check_nisn(value, birth_date=BORN)  # type: ignore[arg-type]
    assert (asked(checked), checked.value, checked.problems, checked.warnings) == (["nisn_zero"], "0141234567", (), ())
    assert "0•••••4567" in checked.questions[0].message


@pytest.mark.parametrize(("value", "zeros"), [("12345678", "00"), (1234567, "000")])
def test_a_nisn_that_lost_more_than_one_zero_is_a_problem_that_names_the_repair(value: object, zeros: str):
    checked = check_nisn(value)  # type: ignore[arg-type]
    assert (codes(checked), checked.value) == (["nisn_zero_lost"], "")
    assert f"tambahkan {zeros} di depan" in checked.problems[0].message


@pytest.mark.parametrize("value", [None, "-", "0", "0000000000000000"])
def test_a_family_card_may_be_empty(value: object):
    assert check_family_card(value) == Checked()  # type: ignore[arg-type]


def test_a_family_card_is_sixteen_digits_or_left_out():
    assert check_family_card(" 3173 0101 0119 0001 ").value == "3173010101190001"
    assert (check_family_card("31730101").value, warned(check_family_card("31730101"))) == ("", ["family_card_shape"])
    assert codes(check_family_card(3173010101190001)) == ["family_card_digits_lost"]


@pytest.mark.parametrize("value", ["12345", "12345678901", "01412345AB", 1e15])
def test_what_cannot_be_a_nisn_is_refused(value: object):
    assert codes(check_nisn(value)) == ["nisn_shape"]  # type: ignore[arg-type]


def test_a_nisn_of_another_year_is_only_pointed_out():
    assert warned(check_nisn("0091234567", birth_date=BORN)) == ["nisn_year"]


def test_nuptk_and_nip_may_be_empty_and_are_left_out_when_wrong():
    assert check_nuptk("-") == check_nip("") == Checked()
    assert (check_nuptk("123").value, warned(check_nuptk("123"))) == ("", ["nuptk_shape"])
    assert (check_nip("123").value, warned(check_nip("123"))) == ("", ["nip_shape"])


def test_nuptk_and_nip_that_a_spreadsheet_rounded_are_refused():
    assert codes(check_nuptk(1234567890123456)) == ["nuptk_digits_lost"]
    assert codes(check_nip(199108062025211001)) == ["nip_digits_lost"]


@pytest.mark.parametrize("nip", ["199108062025211001", "199108062015032001"])
def test_a_nip_of_a_pns_and_of_a_pppk_are_both_right(nip: str):
    assert check_nip(nip, birth_date=date(1991, 8, 6)) == Checked(nip)


@pytest.mark.parametrize("nip", ["199113062015031001", "199108062015221001", "199108062015033001"])
def test_a_nip_of_an_impossible_date_month_or_sex_is_left_out(nip: str):
    assert (check_nip(nip).value, warned(check_nip(nip))) == ("", ["nip_shape"])


def test_a_nip_of_another_birth_date_is_only_pointed_out():
    assert warned(check_nip("199108062015032001", birth_date=date(1991, 8, 7))) == ["nip_birth"]


@given(st.text(st.characters(categories=["Nd"]), max_size=20))
def test_a_masked_number_shows_four_digits_at_most(number: str):
    assert len(mask(number).replace("•", "").strip()) <= 4


@pytest.mark.parametrize(("number", "shown"), [(GIRL, "•••• 0008"), ("1234567", "••••"), ("", "••••")])
def test_a_mask_shows_the_last_four_of_a_long_number_only(number: str, shown: str):
    assert mask(number) == shown
