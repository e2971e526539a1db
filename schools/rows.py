"""A row of the official list of schools, judged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SchoolRow:
    """One judged row: `problems` empty means that it can be written. Places that cannot be believed are left out."""

    number: int
    npsn: str
    name: str
    form: str
    status: str
    address: str
    district_id: str
    village_id: str | None
    latitude: float | None
    longitude: float | None
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
