"""One key for all spellings of a name, and names that are alike only where people would say so."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recipients.names import LENGTH, closeness, is_exact, mother_digest, name_key

ALIKE = 75

SPELLINGS = [
    ("Muhammad Rizki", "M. Rizki"),
    ("Muhammad Rizki", "Muh. Rizky"),
    ("Muhammad Rizki", "MOCHAMMAD RIZKI"),
    ("Muhammad Rizki", "Mochamad  Rizqi"),
    ("Muhammad Rizki", "Moch. Rizki"),
    ("Muhammad Rizki", "Mhd Rizki"),
    ("Muhammad Rizki", "Moh. Rizki"),
    ("Muhammad Rizki", "Rizki Mohammad"),
    ("Muhammad Rizki", "Rizki, Muhammad"),
    ("Ahmad Syarif", "Achmad Sjarif"),
    ("Ahmad Syarif", "Akhmad Syarif"),
    ("Abdul Rahman", "Abd. Rahman"),
    ("Abdul Rahman", "Abdurrahman"),
    ("Abdul Rahman", "Abdurahman"),
    ("Abdul Aziz", "Abdulaziz"),
    ("Siti Aminah", "St. Aminah"),
    ("Siti Aminah", "Sitti Aminah"),
    ("Nur Aini", "Nur'aini"),
    ("Nur Aini", "Noeraini"),
    ("Nurul Hidayah", "Noerul Hidayah"),
    ("Sukarno", "Soekarno"),
    ("Joko Cahyono", "Djoko Tjahjono"),
    ("Yusuf Ma'ruf", "Yusuf Maruf"),
    ("Fadillah Ramadhan", "Fadilah Ramadan"),
    ("Aisyah Putri", "Aisya Putri"),
    ("Aisyah Putri", "AISHAH PUTRI"),
    ("Andi Saputra", "Andy Saputra"),
    ("Sari Dewi", "Hj. Sari Dewi, S.Pd., M.M."),
    ("Sari Dewi", "Dra. Sari Dewi S.Pd"),
    ("Sari Dewi", "Sari Dewi, S. Pd"),
    ("Sari Dewi", "Dr. Sari Dewi, A.Md.Kom"),
    ("Bambang Irawan", "Ir. H. Bambang Irawan, S.T."),
    ("Bambang Irawan", "H. Bambang Irawan"),
    ("Siti Aminah Ahmad", "Siti Aminah binti Ahmad"),
    ("José Pereira", "Jose Pereira"),
    ("Ni Luh Ayu", "Ni Luh, Ayu"),
]

APART = [
    ("Hasan Pratama", "Husein Pratama"),
    ("Rina Lestari", "Rani Lestari"),
    ("Putri Ayu Lestari", "Putri Dewi Lestari"),
    ("Muhammad Rizki", "Muhammad Fajar"),
    ("Siti Aminah", "Siti Khadijah"),
    ("Ahmad Fauzi", "Ahmad Faisal"),
    ("Adi", "Ari"),
    ("Murid 1", "Murid 2"),
    ("Rekaan Nomor 00012", "Rekaan Nomor 00013"),
    ("Nur Aini", "Nur Hasanah"),
    ("Budi Santoso", "Budi Hartono"),
]

NEAR = [
    ("Muhammad Rizki Pratama", "M. Rizki P."),
    ("Rizki Pratama", "Muhammad Rizki Pratama"),
    ("Aisyah Putri Ramadhani", "Aisyah Putri"),
    ("Aisyah P. Ramadhani", "Aisyah Putri Ramadhani"),
    ("Budi Santoso", "Budi Santosa"),
    ("Budi Santoso", "Budi Snatoso"),
    ("Firmansyah Hidayat", "Firmansah Hidayat"),
    ("Christina Wahyuningsih", "Kristina Wahyuningsih"),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(("one", "other"), NEAR)
def test_initials_left_out_words_and_slips_are_near(one: str, other: str) -> None:
    assert closeness(name_key(one), name_key(other)) >= ALIKE


@pytest.mark.parametrize(("one", "other"), APART)
def test_another_given_name_is_another_person(one: str, other: str) -> None:
    assert closeness(name_key(one), name_key(other)) == 0


@pytest.mark.parametrize(
    ("one", "other", "exact"),
    [
        ("Rizki Pratama", "M. Rizki P.", True),
        ("Aisyah Putri", "Aisyah Putri Ramadhani", True),
        ("Dinda Ayu Lestari", "Dindi Ayu Lestari", False),
        ("Hasan Pratama", "Husein Pratama", False),
    ],
)
def test_what_may_be_a_twin_is_not_exact(one: str, other: str, exact: bool) -> None:
    assert is_exact(name_key(one), name_key(other)) is exact


def test_one_word_is_not_enough_for_a_long_name() -> None:
    assert 0 < closeness(name_key("Aisyah"), name_key("Aisyah Putri Ramadhani")) < ALIKE


@pytest.mark.parametrize("name", ["", "  ", "-", "...", "''"])
def test_without_letters_there_is_no_key(name: str) -> None:
    assert name_key(name) == ""
    assert mother_digest(name) == b""
    assert closeness(name_key(name), name_key(name)) == 0


def test_a_name_of_titles_only_stays_a_name() -> None:
    assert name_key("Hj.") == "hj"
    assert name_key("H.") == "h"


def test_spellings_of_a_mother_are_one_mother() -> None:
    assert mother_digest("Hj. Siti Aminah") == mother_digest("ST AMINAH") != mother_digest("Siti Khadijah")


NAMES = "Muhammad Moch. Rizki Nur'aini Noer Abdul Abdurrahman Djoko Soekarno Siti Ayu P M. Tjahjono Khairul Fadhil 12"
PARTS = st.sampled_from(NAMES.split())


@given(st.text(max_size=300))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.lists(PARTS, min_size=1, max_size=12).map(" ".join))
def test_a_key_of_a_likely_name_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.lists(PARTS, min_size=1, max_size=4))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:
    assert len({name_key(" ".join(order)) for order in permutations(words)}) == 1


@given(st.text(max_size=400))
def test_a_key_is_small_and_plain(name: str) -> None:
    key = name_key(name)
    assert len(key) <= LENGTH
    assert key == key.lower().encode("ascii").decode()
    assert key.split() == sorted(key.split())


@given(st.text(max_size=60).map(name_key), st.text(max_size=60).map(name_key))
def test_closeness_has_no_sides_and_bounds(one: str, other: str) -> None:
    assert closeness(one, other) == closeness(other, one)
    assert 0 <= closeness(one, other) <= 100
    assert closeness(one, one) == (100 if one else 0)
