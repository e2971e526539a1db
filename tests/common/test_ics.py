"""A calendar file that any calendar reads (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ksbb.common.ics import Appointment, calendar_of

AT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def event(**facts: object) -> Appointment:
    said = {
        "uid": "serah-terima-1@ksbb-pendidikan", "starts_at": AT, "lasts": timedelta(hours=1), "changed_at": AT,
        "title": "Serah terima", "place": "Ruang guru", "text": "2 gawai", "url": "https://ksbb.example/",
    }  # fmt: skip
    return Appointment(**said | facts)  # type: ignore[arg-type]


def lines_of(found: Appointment) -> list[str]:
    """Unfolded, as a calendar reads them."""
    return calendar_of(found).decode().replace("\r\n ", "").split("\r\n")


def test_it_says_when_where_and_what_in_utc():
    lines = lines_of(event())
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"VERSION:2.0", "METHOD:PUBLISH", "DTSTART:20261124T023000Z", "DTEND:20261124T033000Z"} <= set(lines)
    assert {"SUMMARY:Serah terima", "LOCATION:Ruang guru", "STATUS:CONFIRMED", "TRIGGER:-P1D"} <= set(lines)


def test_a_cancelled_one_takes_itself_out_of_the_calendar():
    lines = lines_of(event(is_cancelled=True, sequence=1))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1"} <= set(lines)
    assert "BEGIN:VALARM" not in lines


def test_signs_of_the_format_are_escaped_and_no_line_can_be_smuggled_in():
    lines = lines_of(event(place="Aula; lantai 2, kiri\\kanan\r\nATTENDEE:mailto:x@uji.example"))
    assert r"LOCATION:Aula\; lantai 2\, kiri\\kanan\nATTENDEE:mailto:x@uji.example" in lines
    assert not any(line.startswith("ATTENDEE") for line in lines)


@given(st.text(max_size=300))
def test_every_line_is_short_and_whole_letters(words):
    raw = calendar_of(event(title=words, text=words))
    rows = raw.split(b"\r\n")
    assert all(len(row) <= 75 for row in rows)
    assert all(b"\n" not in row and b"\r" not in row for row in rows)
    for row in rows:
        row.decode()
    assert len([line for line in lines_of(event(title=words, text=words)) if line.startswith("SUMMARY:")]) == 1
