"""The handover certificate (Berita Acara Serah Terima, BAST) as a PDF.

No database and no request here: an action fills `CertificateData`, `bast_pdf` answers with bytes. The same data gives
the same bytes on every machine and at every hour (embedded fonts only, time stamps taken from `issued_on`), so that a
stored SHA-256 proves that the paper is the one that was issued.

The certificate is a legal paper and always in Indonesian (UU 24/2009, article 31), whatever language the reader has
chosen. Parts and order follow common practice (kop, number, day and place, parties, goods, status, duties, signatures);
no regulation fixes the form. The look and the fixed wording are in `templates/documents/*.typ`; data reaches them as
JSON, never as source.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lokal import format_rupiah, terbilang

from ksbb.common.papers import DAYS, MONTHS, long_date, pdf_of, qr_svg


class CertificateKind(StrEnum):
    """Which way the devices go; it decides the title, who owns them afterwards and the duties."""

    DONOR_TO_SCHOOL = "donor_to_school"
    SCHOOL_TO_GUARDIAN = "school_to_guardian"
    LOAN_TO_TEACHER = "loan_to_teacher"


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs. `organisation` is whom the person acts for; an identity labelled "NIK" shows its last four digits."""

    name: str
    position: str = ""
    identity_label: str = ""
    identity: str = ""
    organisation: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device, one row. `number` is the row's number; `value` is the estimated worth in rupiah, if stated.

    `second_identity` is the second IMEI of a device with two cards.
    """

    number: int
    device_type_label: str
    brand: str
    model: str
    condition_label: str
    grade: str = ""
    identity_label: str = ""
    identity: str = ""
    accessories: str = ""
    value: int | None = None
    second_identity: str = ""


@dataclass(frozen=True, slots=True)
class CertificateData:
    """Everything a BAST says.

    `place` is where it is handed over ("SMP Negeri 45, Kalideres"); `city` opens the signatures ("Jakarta, 3 Maret
    2027"). `recipient_line` names whom the devices are for; for a pupil build it with `pupil_line`. `return_on` is the
    last day of a loan. `programme_lines` are further facts, printed below the table ("Nomor komitmen: …"). Without a
    `witness` the place for name and signature stays open, to be filled by hand.
    """

    kind: CertificateKind
    number: str
    issued_on: date
    place: str
    first_party: Party
    second_party: Party
    devices: Sequence[DeviceLine]
    verify_url: str
    verify_code: str
    complaint_url: str
    witness: Party | None = None
    recipient_line: str = ""
    return_on: date | None = None
    programme_lines: Sequence[str] = ()
    city: str = "Jakarta"


def bast_pdf(data: CertificateData) -> bytes:
    """The certificate as a tagged A4 PDF (PDF/A-2a and PDF/UA-1), equal bytes for equal data.

    Raises ValueError when the data cannot make a valid certificate: no device, a loan without a return date (or one
    before it began), or a handover to a guardian that names no pupil or shows a full number. Letters that the embedded
    fonts lack (Chinese, emoji …) are printed as "□" with a note; Latin, Greek, Cyrillic, Hebrew and Arabic are there.
    """
    refuse_invalid(data)
    return pdf_of("bast.typ", _content(data))


def pupil_line(name: str, class_name: str, nisn: str = "") -> str:
    """A pupil as a paper may show one: name, class, and of the NISN the last four digits only."""
    parts = [name, f"kelas {class_name}" if class_name else "", f"NISN {masked(nisn)}" if nisn else ""]
    return ", ".join(part for part in parts if part)


def masked(number: str) -> str:
    """The last four characters, the rest as dots: enough to compare with a card, too little to use elsewhere."""
    return f"•••• {number[-4:]}"


def refuse_invalid(data: CertificateData) -> None:
    """Raise ValueError when no valid certificate can be made of this data."""
    if not data.devices:
        raise ValueError("a certificate needs at least one device")
    if data.kind == CertificateKind.LOAN_TO_TEACHER and (data.return_on is None or data.return_on < data.issued_on):
        raise ValueError("a loan needs a return date that is not before the day of the handover")
    if data.kind == CertificateKind.SCHOOL_TO_GUARDIAN and not data.recipient_line:
        raise ValueError("a handover to a guardian must name the pupil")
    if data.kind == CertificateKind.SCHOOL_TO_GUARDIAN and re.search(r"\d(?:[ .-]?\d){7}", data.recipient_line):
        raise ValueError("the pupil's line shows a full number: build it with pupil_line()")


def _content(data: CertificateData) -> dict[str, Any]:
    values = [line.value for line in data.devices if line.value is not None]
    return {
        "kind": CertificateKind(data.kind).value,
        "number": data.number,
        "place": data.place,
        "city": data.city,
        "issued_on": {
            "iso": [data.issued_on.year, data.issued_on.month, data.issued_on.day],
            "long": long_date(data.issued_on),
            "words": date_in_words(data.issued_on),
        },
        "return_on": f"{DAYS[data.return_on.weekday()]}, {long_date(data.return_on)}" if data.return_on else "",
        "first_party": _party(data.first_party),
        "second_party": _party(data.second_party),
        "witness": _party(data.witness) if data.witness else None,
        "devices": [_device(line) for line in data.devices],
        "quantity": {"digits": len(data.devices), "words": terbilang(len(data.devices))},
        "types": _types(data.devices),
        "value": _total(values, len(data.devices)) if values else None,
        "recipient_line": data.recipient_line,
        "programme_lines": list(data.programme_lines),
        "verify_url": data.verify_url,
        "verify_code": data.verify_code,
        "complaint_url": data.complaint_url,
        "qr": qr_svg(data.verify_url),
    }


def _party(party: Party) -> dict[str, str]:
    content = asdict(party)
    if party.identity_label.strip().upper() == "NIK":
        content["identity"] = masked(party.identity)
    return content


def _device(line: DeviceLine) -> dict[str, Any]:
    value = "–" if line.value is None else format_rupiah(line.value).removeprefix("Rp")
    return {**asdict(line), "value": value}


def _types(devices: Sequence[DeviceLine]) -> list[dict[str, Any]]:
    """How many of each type, in the order in which they first appear."""
    counted = Counter(line.device_type_label for line in devices)
    return [{"label": label, "count": count} for label, count in counted.items()]


def _total(values: Sequence[int], quantity: int) -> dict[str, Any]:
    total = sum(values)
    return {
        "digits": format_rupiah(total),
        "words": terbilang(total, currency=True),
        "counted": "" if len(values) == quantity else f"{len(values)} dari {quantity} unit yang nilainya dicatat",
    }


def date_in_words(day: date) -> str:
    """Rabu, tanggal tiga, bulan Maret, tahun dua ribu dua puluh tujuh."""
    number, year = terbilang(day.day), terbilang(day.year)
    return f"{DAYS[day.weekday()]}, tanggal {number}, bulan {MONTHS[day.month - 1]}, tahun {year}"
