"""What speaks for one person, and what for two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipients.names import mother_digest, name_key
from recipients.resemblance import Traits, is_slip, resemblance

BORN = date(2014, 2, 3)


def traits(name: str = "Rizki Pratama", **told: Any) -> Traits:
    return Traits(**{"name_key": name_key(name), "sex": "L", "birth_date": BORN, **told})


MOTHER, OTHER_MOTHER = mother_digest("Siti Aminah"), mother_digest("Dewi Lestari")
CARD = b"k" * 32


@pytest.mark.parametrize(
    "other",
    [
        traits("Muhammad Rizky Pratama"),
        traits("M. Rizki P."),
        traits("Rizki Pratamma"),
        traits("Riski Pratama"),
        traits(birth_date=date(2014, 3, 2)),
        traits(birth_date=date(2013, 2, 3), mother_digest=MOTHER),
        traits(birth_date=date(2011, 9, 30), mother_digest=MOTHER),
        traits(sex="P"),
    ],
)
def test_one_person_written_otherwise(other: Traits) -> None:
    assert resemblance(traits(mother_digest=MOTHER, village="31.73.06.1001"), other) is not None


@pytest.mark.parametrize(
    "other",
    [
        traits("Hasan Pratama"),
        traits("Rizki Ramadhan"),
        traits("Rizki"),
        traits(birth_date=date(2011, 9, 30)),
        traits(birth_date=date(2011, 9, 30), village="31.73.06.1001"),
        traits(mother_digest=OTHER_MOTHER),
    ],
)
def test_two_people(other: Traits) -> None:
    assert resemblance(traits(mother_digest=MOTHER, village="31.73.06.1001"), other) is None


@pytest.mark.parametrize(
    "family",
    [
        {"mother_digest": MOTHER},
        {"household_digest": CARD},
        {"mother_digest": MOTHER, "household_digest": CARD, "village": "31.73.06.1001"},
    ],
)
def test_twins_with_names_one_letter_apart_are_two(family: dict[str, Any]) -> None:
    assert resemblance(traits("Dinda Ayu Lestari", **family), traits("Dindi Ayu Lestari", **family)) is None


def test_numbers_issued_at_one_counter_tell_twins() -> None:
    one = traits("Dinda Ayu Lestari", nik="3173060302140001")
    assert resemblance(one, traits("Dindi Ayu Lestari", nik="3173060302140002")) is None
    assert resemblance(one, traits("Dinda Ayu Lestari", nik="3173060302140002")) is not None
    assert resemblance(one, traits("Dindi Ayu Lestari", nik="3174090302140005")) is not None


def test_siblings_of_one_name_word_are_two() -> None:
    family = {"mother_digest": MOTHER, "household_digest": CARD, "village": "31.73.06.1001"}
    assert resemblance(traits("Ahmad Fauzi", **family), traits("Ahmad Faisal", **family)) is None


def test_the_evidence_holds_no_values() -> None:
    found = resemblance(traits(mother_digest=MOTHER), traits("M Rizki", mother_digest=b"", village="31.73.06.1001"))
    same = resemblance(traits(mother_digest=MOTHER), traits(mother_digest=MOTHER))
    assert found is None
    assert same is not None
    assert same.evidence == {
        "name": 100, "birth_date": True, "sex": True, "mother": True, "village": None, "household": None,
    }  # fmt: skip


NAMES = st.sampled_from(["Rizki Pratama", "M. Rizki P.", "Hasan", "Siti Aminah", "Dinda Ayu", "Dindi Ayu", ""])
TRAITS = st.builds(
    Traits,
    name_key=NAMES.map(name_key),
    sex=st.sampled_from("LP"),
    birth_date=st.dates(date(2013, 12, 25), date(2014, 2, 5)),
    mother_digest=st.sampled_from([b"", MOTHER, OTHER_MOTHER]),
    household_digest=st.sampled_from([b"", CARD]),
    village=st.sampled_from(["", "31.73.06.1001", "31.73.06.1002"]),
)


@given(TRAITS, TRAITS)
def test_it_has_no_sides(one: Traits, other: Traits) -> None:
    assert resemblance(one, other) == resemblance(other, one)


@given(st.dates(), st.dates())
def test_a_slip_has_no_sides(one: date, other: date) -> None:
    assert is_slip(one, other) == is_slip(other, one)
