"""What a visitor is asked, and which answers do not fit. No database.

The instrument "field_visit" in force gives the questions; without one these. The devices that were seen, and a note, are asked in
any case: they are columns of the visit, so that questions with their keys are left out of the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verification.questions import CHOICE, YES_NO, Question

DEVICES = "devices"
COLUMNS = frozenset({"seen", "note"})
# The answers that mean that something is wrong, of the questions that are built in and of the programme's first instrument; a
# question of a later one may name its own ("fails").
FAILS = {"matches_papers": "no", "fee_asked": "yes", "numbers": "no", "fee": "yes", "in_use": "none"}

BUILT_IN: tuple[Question, ...] = (
    {
        "key": "matches_papers",
        "text": _("Cocokkah gawai yang dilihat dengan BAST?"),
        "kind": YES_NO,
        "required": True,
        "help": _("Bandingkan merek, tipe, dan IMEI atau nomor seri satu per satu."),
    },
    {
        "key": "guardian_asked",
        "text": _("Sudahkah bertanya langsung kepada sedikitnya satu wali?"),
        "kind": YES_NO,
        "required": True,
        "help": _("Tanyakan apakah gawainya sampai di rumah. Jangan mencatat namanya."),
    },
    {
        "key": "fee_asked",
        "text": _("Adakah yang mengatakan dimintai biaya?"),
        "kind": CHOICE,
        "required": True,
        "help": _("Bantuan ini gratis; biaya apa pun adalah temuan."),
        "choices": [
            {"value": "no", "label": _("tidak ada")},
            {"value": "yes", "label": _("ada")},
            {"value": "unknown", "label": _("belum sempat ditanyakan")},
        ],
    },
)

# What did not fit, in words; a question that is not here speaks for itself.
FOUND: dict[str, str | Promise] = {
    DEVICES: _("Tidak semua gawai ada."),
    "matches_papers": _("Gawai yang dilihat tidak cocok dengan BAST."),
    "numbers": _("Nomor pada gawai tidak sama dengan nomor di BAST."),
    "fee_asked": _("Ada yang mengatakan dimintai biaya."),
    "fee": _("Ada yang mengatakan dimintai biaya."),
    "in_use": _("Gawainya tidak dipakai untuk belajar."),
}


def asked(questions: Sequence[Question]) -> list[Question]:
    """Those that the form asks besides the columns."""
    return [one for one in questions if one["key"] not in COLUMNS]


def what_failed(
    questions: Sequence[Question], answers: Mapping[str, Any], *, expected: int, seen: int
) -> tuple[str, ...]:
    """The keys of what does not fit, missing devices first; nothing when the visit confirms the report."""
    found = (DEVICES,) if seen < expected else ()
    return found + tuple(one["key"] for one in questions if _is_wrong(one, answers.get(one["key"])))


def _is_wrong(question: Question, answer: Any) -> bool:
    wrong = question.get("fails") or FAILS.get(question["key"])
    return bool(wrong) and str(answer) == wrong
