"""The sheet of slips as PDF: eight on an A4 page, to be cut apart. No database and no request here.

The look and the fixed wording are in `templates/documents/slips.typ`; data reaches it as JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ksbb.common.papers import long_date, pdf_of, qr_svg


@dataclass(frozen=True, slots=True)
class Slip:
    """What one slip says. `identity` is the end of the device's number, `class_name` may be empty; no name is printed."""

    number: int
    code: str
    device: str
    identity: str
    class_name: str


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """`answer_url` is the page that takes the code; the QR adds it behind the #, which no browser sends to anybody."""

    slips: Sequence[Slip]
    school: str
    printed_on: date
    answer_url: str
    complaint_url: str


def slips_pdf(sheet: SlipSheet) -> bytes:
    """A tagged A4 PDF (PDF/A-2a and PDF/UA-1); ValueError without a slip."""
    if not sheet.slips:
        raise ValueError("a sheet needs at least one slip")
    day = sheet.printed_on
    content = {
        "school": sheet.school,
        "printed_on": long_date(day),
        "iso": [day.year, day.month, day.day],
        "answer_url": sheet.answer_url,
        "complaint_url": sheet.complaint_url,
        "slips": [_content(slip, sheet.answer_url) for slip in sheet.slips],
    }
    return pdf_of("slips.typ", content)


def _content(slip: Slip, answer_url: str) -> dict[str, object]:
    return {
        "number": slip.number,
        "code": slip.code,
        "device": slip.device,
        "identity": slip.identity,
        "class_name": slip.class_name,
        "qr": qr_svg(f"{answer_url}#{slip.code.replace('-', '')}"),
    }
