"""What a visitor is asked, and which answers do not fit. No database.

The instrument "field_visit" in force gives the questions; without one these. A question may name the answer that means that
something is wrong (`fails`); the number of devices is always asked and is no question of the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEVICES = "devices"
YES_NO = (("yes", _("Ya")), ("no", _("Tidak")))
# The answers that fail of questions which say nothing themselves.
FAILS = {"matches_papers": "no", "fee_asked": "yes"}


@dataclass(frozen=True)
class Question:
    """`kind`: yes_no, choice, number or text."""

    key: str
    text: str | Promise
    kind: str
    choices: tuple[tuple[str, str | Promise], ...] = ()
    required: bool = True
    help: str | Promise = ""
    fails: str = ""


BUILT_IN = (
    Question(
        "matches_papers",
        _("Cocokkah gawai yang dilihat dengan BAST (merek, tipe, IMEI atau nomor seri)?"),
        "yes_no",
        YES_NO,
        help=_("Bandingkan nomor di layar atau di badan gawai dengan nomor di BAST, satu per satu."),
        fails="no",
    ),
    Question(
        "guardian_asked",
        _("Adakah sedikitnya satu wali yang ditanyai langsung?"),
        "yes_no",
        YES_NO,
        help=_("Tanyakan apakah gawai sampai di rumah. Jangan mencatat namanya."),
    ),
    Question(
        "fee_asked",
        _("Adakah yang mengatakan dimintai biaya?"),
        "choice",
        (("no", _("Tidak ada")), ("yes", _("Ada")), ("unknown", _("Belum sempat ditanyakan"))),
        help=_("Bantuan ini gratis; biaya apa pun adalah temuan."),
        fails="yes",
    ),
)


def questions_of(raw: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """From an instrument's column `questions`."""
    return tuple(_question(one) for one in raw)


def _question(one: Mapping[str, Any]) -> Question:
    kind = str(one.get("kind", "text"))
    choices = tuple((str(choice["value"]), str(choice["label"])) for choice in one.get("choices") or ())
    return Question(
        key=str(one["key"]),
        text=str(one["text"]),
        kind=kind,
        choices=YES_NO if kind == "yes_no" else choices,
        required=bool(one.get("required")),
        help=str(one.get("help") or ""),
        fails=str(one.get("fails") or FAILS.get(str(one["key"]), "")),
    )


def what_failed(
    questions: Sequence[Question], answers: Mapping[str, Any], *, expected: int, seen: int
) -> tuple[str, ...]:
    """The keys of what does not fit, the missing devices first; nothing when the visit confirms the report."""
    found = (DEVICES,) if seen < expected else ()
    return found + tuple(one.key for one in questions if one.fails and str(answers.get(one.key, "")) == one.fails)
