"""An appointment as a calendar file (iCalendar, RFC 5545), to be opened by any calendar. No database here."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PRODUCT = "-//KSBB Pendidikan//Serah terima//ID"
_OCTETS = 75


@dataclass(frozen=True)
class Appointment:
    """`starts_at` and `changed_at` are aware. A calendar that has an older `sequence` of the same `uid` replaces it."""

    uid: str
    starts_at: datetime
    lasts: timedelta
    changed_at: datetime
    title: str
    place: str
    text: str
    url: str
    sequence: int = 0
    is_cancelled: bool = False


def calendar_of(found: Appointment) -> bytes:
    """One event with an alarm a day before, in UTC, in lines of at most 75 octets that end in CR LF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if found.is_cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{found.uid}",
        f"DTSTAMP:{_moment(found.changed_at)}",
        f"LAST-MODIFIED:{_moment(found.changed_at)}",
        f"SEQUENCE:{found.sequence}",
        f"DTSTART:{_moment(found.starts_at)}",
        f"DTEND:{_moment(found.starts_at + found.lasts)}",
        f"SUMMARY:{_text(found.title)}",
        f"LOCATION:{_text(found.place)}",
        f"DESCRIPTION:{_text(found.text)}",
        f"URL:{found.url}",
        f"STATUS:{'CANCELLED' if found.is_cancelled else 'CONFIRMED'}",
        *([] if found.is_cancelled else _alarm(found)),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _alarm(found: Appointment) -> list[str]:
    return ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P1D", f"DESCRIPTION:{_text(found.title)}", "END:VALARM"]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Section 3.3.11: what a calendar reads as a sign is escaped; what no calendar reads is left out."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c == "\n" or unicodedata.category(c)[0] != "C")
    escaped = kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Section 3.1: a long line goes on after CR LF and one space; no letter is cut in two."""
    rows, row = [], b""
    for letter in line:
        octets = letter.encode()
        if len(row) + len(octets) > _OCTETS:
            rows.append(row)
            row = b" "
        row += octets
    return b"\r\n".join([*rows, row]) + b"\r\n"
