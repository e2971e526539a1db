"""What a school tells of one person when it registers them: the same from a form, a file or a trial's seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Registration:
    """One person of one school, cleaned and checked. `circumstances` holds columns of `Circumstances`; others keep defaults.

    `nik`, `nisn`, `nuptk`: digits or "". `consent`: columns of `Consent`, or None when none is recorded.
    """

    kind: str
    full_name: str
    sex: str
    birth_date: date
    nik: str = ""
    nisn: str = ""
    nuptk: str = ""
    phone: str = ""
    class_group: str = ""
    grade: int | None = None
    circumstances: dict[str, Any] = field(default_factory=dict)
    consent: dict[str, Any] | None = None

    @property
    def numbers(self) -> dict[str, str]:
        """purpose → number, those that are known."""
        known = {"nik": self.nik, "nisn": self.nisn, "nuptk": self.nuptk}
        return {purpose: number for purpose, number in known.items() if number}
