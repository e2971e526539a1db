"""The letter that tells parents (or a teacher) why this rank, and how to appeal, as a PDF. No database, no request.

The look and the fixed wording are in `templates/documents/rank_letter.typ`; data reaches it as JSON, never as source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from ksbb.common.papers import long_date, pdf_of, qr_svg

# So many letters fit one PDF; a larger school prints by class.
MOST_LETTERS = 300


@dataclass(frozen=True, slots=True)
class LetterData:
    """What one letter says. `required`: (words, held); `given`: (words, points, most points); `places`: "ke-3 dari 40"-like
    lines, most local first. `lot` is empty while nothing was drawn; `code` stands in groups of four."""

    name: str
    class_name: str
    is_teacher: bool
    school: str
    city: str
    issued_on: date
    is_eligible: bool
    points: int
    required: Sequence[tuple[str, bool]]
    given: Sequence[tuple[str, int, int]]
    without: Sequence[str]
    places: Sequence[str]
    turn: int
    standing: str
    ticket: str
    lot: str
    version: int
    effective_from: date | None
    assessed_on: date
    appeal_until: date
    code: str
    appeal_url: str
    draw_url: str


def letters_pdf(letters: Sequence[LetterData]) -> bytes:
    """One tagged A4 PDF, each letter beginning on a page of its own. Raises ValueError for none or too many."""
    if not 0 < len(letters) <= MOST_LETTERS:
        raise ValueError(f"between 1 and {MOST_LETTERS} letters, not {len(letters)}")
    day = letters[0].issued_on
    content = {"letters": [_content(letter) for letter in letters], "iso": [day.year, day.month, day.day]}
    return pdf_of("rank_letter.typ", content)


def _content(letter: LetterData) -> dict[str, object]:
    days = {
        name: long_date(day) if day else ""
        for name, day in (
            ("issued_on", letter.issued_on),
            ("effective_from", letter.effective_from),
            ("assessed_on", letter.assessed_on),
            ("appeal_until", letter.appeal_until),
        )
    }
    lists = {
        "required": [{"words": words, "held": held} for words, held in letter.required],
        "given": [{"words": words, "points": points, "most": most} for words, points, most in letter.given],
        "without": list(letter.without),
        "places": list(letter.places),
    }
    # The code is behind the sign that browsers do not send: it stands in no log.
    return {**asdict(letter), **days, **lists, "qr": qr_svg(f"{letter.appeal_url}#{letter.code.replace('-', '')}")}
