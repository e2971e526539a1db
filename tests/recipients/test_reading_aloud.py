"""Every rule that the criteria let in reads as a sentence that a parent understands."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given

from recipients.clause_fields import FIELDS_BY_NAME
from recipients.criteria import Clause, parse
from recipients.first_criteria import STUDENT, TEACHER
from recipients.forms.criteria import fields_for
from recipients.reading_aloud import FIELD_LABELS, Difference, differences, read, value_label
from tests.recipients.test_criteria_agree import versions

# "internet" is a word of the language as well.
TECHNICAL = FIELDS_BY_NAME.keys() - {"internet"} | {
    "required",
    "weighted",
    "True",
    "False",
    "None",
    "gte",
    "lte",
    "shared",
}


def clause(**parts: Any) -> Clause:
    raw = {"id": "a", "kind": "weighted", "weight": 5, "label": "A", "op": "eq", **parts}
    return parse([{**raw, "kind": "required", "id": "b"}, raw])[1]


@given(version=versions())
def test_every_clause_reads_as_a_sentence_without_technical_names(version: list[dict[str, Any]]) -> None:
    for one in parse(version):
        said = read(one)
        assert said.endswith(".")
        assert len(said) > 10
        assert "_" not in said
        assert "%" not in said
        assert not TECHNICAL & set(re.findall(r"\w+", said))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (
            {"kind": "required", "field": "device_access", "op": "in", "value": ["none", "shared"]},
            "Wajib: tidak punya gawai sama sekali atau berbagi gawai.",
        ),
        (
            {"field": "device_access", "value": "shared", "weight": 40, "scale": "device_shortage"},
            "Berbagi gawai: sampai 40 poin, makin sedikit gawai per pelajar di rumah makin besar.",
        ),
        ({"field": "household_aided", "value": True, "weight": -30},
         "Keluarga sudah pernah menerima gawai: dikurangi 30 poin."),
        ({"field": "is_orphan", "op": "ne", "value": True},
         "Bukan yatim atau piatu dan tidak tinggal di panti: tambah 5 poin."),
        ({"field": "dtsen_decile", "op": "in", "value": [3, 1, 2]}, "Desil DTSEN 1, 2, atau 3: tambah 5 poin."),
        ({"field": "employment", "op": "ne", "value": "pns"}, "Selain yang berstatus PNS: tambah 5 poin."),
        (
            {"field": "service_years", "op": "gte", "value": 1, "weight": 10, "scale": "per_service_year"},
            "Masa kerja paling sedikit 1 tahun: 1 poin tiap tahun masa kerja, paling banyak 10.",
        ),
    ],
)  # fmt: skip
def test_how_it_reads(parts: dict[str, Any], said: str) -> None:
    assert read(clause(**parts)) == said


def test_whatever_the_builder_offers_has_words() -> None:
    assert set(FIELD_LABELS) == set(FIELDS_BY_NAME)
    for name, field in FIELDS_BY_NAME.items():
        for value in field.words or ((True, False) if field.type is bool else ()):
            assert value_label(name, value)


def test_pupils_are_not_asked_for_years_of_service_nor_teachers_for_their_class() -> None:
    assert "service_years" not in fields_for("student")
    assert "is_final_year" not in fields_for("teacher")
    for version, kind in ((STUDENT, "student"), (TEACHER, "teacher")):
        assert {one["field"] for one in version} <= set(fields_for(kind))


def test_differences_tell_new_gone_and_changed_and_nothing_of_the_order() -> None:
    old = parse(STUDENT)
    assert differences(old, tuple(reversed(old))) == []
    heavier = [
        {**one, "weight": 25} if one["id"] == "welfare_card" else one for one in STUDENT if one["id"] != "orphan"
    ]
    new = parse([*heavier, {**STUDENT[-1], "id": "internet", "field": "internet", "value": "none", "weight": 8}])
    assert differences(old, new) == [
        Difference(
            "Memegang KIP, KJP Plus, atau KPS: tambah 15 poin.", "Memegang KIP, KJP Plus, atau KPS: tambah 25 poin."
        ),
        Difference("", "Tidak ada internet di rumah: tambah 8 poin."),
        Difference("Yatim, piatu, atau tinggal di panti: tambah 10 poin.", ""),
    ]
