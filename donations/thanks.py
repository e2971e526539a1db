"""The giver's papers: the certificate of thanks and the yearly summary, as PDF. No database and no request here.

The look and the fixed wording are in `templates/documents/thanks.typ` and `giving_summary.typ`; data reaches them as JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lokal import format_rupiah, terbilang

from donations.giving import GivenRow, total_value
from ksbb.common.papers import long_date, pdf_of, qr_svg


@dataclass(frozen=True, slots=True)
class ThanksData:
    """What the certificate says; `devices` are (kind, how many), `address` is the public receipt's."""

    giver: str
    school: str
    place: str
    devices: Sequence[tuple[str, int]]
    handed_over_on: date
    is_verified: bool
    code: str
    digest: str
    address: str


@dataclass(frozen=True, slots=True)
class SummaryData:
    """What the yearly summary says. `npwp` is empty when the giver did not tell it."""

    giver: str
    kind: str
    tax_name: str
    npwp: str
    giver_address: str
    year: int
    made_on: date
    rows: Sequence[GivenRow]


def thanks_pdf(data: ThanksData) -> bytes:
    """One tagged A4 page; ValueError when nothing has been handed over."""
    count = sum(number for _kind, number in data.devices)
    if not count:
        raise ValueError("thanks are for what was handed over")
    content = {
        "giver": data.giver,
        "school": data.school,
        "place": data.place,
        "devices": [{"label": label, "count": number, "words": terbilang(number)} for label, number in data.devices],
        "count": count,
        "handed_over_on": long_date(data.handed_over_on),
        "iso": [data.handed_over_on.year, data.handed_over_on.month, data.handed_over_on.day],
        "is_verified": data.is_verified,
        "code": data.code,
        "digest": data.digest,
        "address": data.address,
        "qr": qr_svg(data.address),
    }
    return pdf_of("thanks.typ", content)


def summary_pdf(data: SummaryData) -> bytes:
    """The rows of the year and the fields that the form of PMK 76/PMK.03/2011, Lampiran II, asks for."""
    total = total_value(data.rows)
    content = {
        "giver": data.giver,
        "kind": data.kind,
        "tax_name": data.tax_name,
        "npwp": data.npwp,
        "giver_address": data.giver_address,
        "year": data.year,
        "made_on": long_date(data.made_on),
        "iso": [data.made_on.year, data.made_on.month, data.made_on.day],
        "rows": [_row(row) for row in data.rows],
        "count": sum(row.quantity for row in data.rows),
        "verified": sum(row.verified for row in data.rows),
        "total": format_rupiah(total) if total else "",
        "total_words": terbilang(total, currency=True) if total else "",
        "untold": sum(row.quantity for row in data.rows if not row.unit_value),
    }
    return pdf_of("giving_summary.typ", content)


def _row(row: GivenRow) -> dict[str, object]:
    return {
        "day": long_date(row.day),
        "school": row.school,
        "npsn": row.npsn,
        "device": row.device,
        "quantity": row.quantity,
        "verified": row.verified,
        "value": format_rupiah(row.value).removeprefix("Rp") if row.unit_value else "–",
        "basis": row.basis,
        "paper": row.paper,
        "is_school_owned": row.is_school_owned,
    }
