"""Papers as PDF: what every paper of the portal shares, without a database and without a request.

The same content gives the same bytes on every machine and at every hour (embedded fonts only, dates from the content).
The look and the fixed wording are in `templates/documents/*.typ`; data reaches them as JSON, never as source. A paper is
always in Indonesian (UU 24/2009, article 31), whatever language the reader has chosen.
"""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno
import typst

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates" / "documents"
# Archival (text and structure must stay readable for decades) and accessible to screen readers.
STANDARDS: list[PDFStandard] = ["a-2a", "ua-1"]
UNPRINTABLE = "□"

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def pdf_of(template: str, content: Mapping[str, Any]) -> bytes:
    """`content` (plain values, dictionaries and lists) in `templates/documents/<template>` as a tagged A4 PDF.

    PDF/A-2a and PDF/UA-1; equal bytes for equal content. Letters that the embedded fonts lack are printed as "□"; what is
    under a key `qr` is drawn as it is.
    """
    inputs = json.dumps(_clean(dict(content)), ensure_ascii=False, sort_keys=True)
    compiler = typst.Compiler(TEMPLATES / template, root=TEMPLATES, ignore_system_fonts=True)
    pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS, sys_inputs={"data": inputs})
    if not isinstance(pdf, bytes):
        raise TypeError("typst must return one PDF")
    return pdf


def long_date(day: date) -> str:
    """3 Maret 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def qr_svg(address: str) -> str:
    """The address as a QR code (error level M, so a fold or a stamp does not hide it), four modules of white around."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False, omitsize=True)
    return out.getvalue().decode()


def _clean(value: Any) -> Any:
    """The same content with every string printable: one line, composed letters, no control or direction marks."""
    if isinstance(value, dict):
        return {key: item if key == "qr" else _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return _clean_text(value) if isinstance(value, str) else value


def _clean_text(text: str) -> str:
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    # Cc, Cf, Co, Cs, Cn: a stray direction mark would show a number reversed; U+FE0x only chooses an emoji's look.
    kept = "".join(c for c in composed if unicodedata.category(c)[0] != "C" and not "\ufe00" <= c <= "\ufe0f")
    return " ".join(_printable_word(word) for word in kept.split())


def _printable_word(word: str) -> str:
    replaced = "".join(c if c.isascii() or _prints(c) else UNPRINTABLE for c in word)
    # A mark prints alone and yet not upon a letter of another font: such a word is tried as a whole.
    if not any(unicodedata.category(c)[0] == "M" for c in replaced) or _prints.__wrapped__(replaced):
        return replaced
    return "".join(UNPRINTABLE if unicodedata.category(c)[0] == "M" else c for c in replaced)


@lru_cache(maxsize=4096)
def _prints(text: str) -> bool:
    """Whether the embedded fonts have this letter: PDF/UA refuses a paper that lacks one. About 4 ms, then known."""
    compiler = typst.Compiler(TEMPLATES / "probe.typ", root=TEMPLATES, ignore_system_fonts=True)
    try:
        compiler.compile(format="pdf", pdf_standards=STANDARDS, sys_inputs={"text": text})
    except typst.TypstError:
        return False
    return True
