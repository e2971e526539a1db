"""What a school tells of one person when it registers them: the same from a form, a file or a trial's seed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from ksbb.common import sealing

FINAL_GRADES = frozenset({6, 9, 12})


@dataclass(frozen=True, slots=True)
class Registration:
    """One person of one school, cleaned and checked. `circumstances` holds columns of `Circumstances`; others keep defaults.

    `nik`, `nisn`, `nuptk`, `family_card` (No KK): digits or "". `family_card` and `mother_name` are kept as keyed hashes only.
    `village`: official code of the home's kelurahan or "". `consent`: columns of `Consent` (`giver`: a name in clear), or None
    when none is recorded. What tells who it is does not show in the representation, so that a log line cannot carry it.
    """

    kind: str
    full_name: str = field(repr=False)
    sex: str
    birth_date: date = field(repr=False)
    nik: str = field(default="", repr=False)
    nisn: str = field(default="", repr=False)
    nuptk: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    family_card: str = field(default="", repr=False)
    mother_name: str = field(default="", repr=False)
    village: str = ""
    class_group: str = ""
    grade: int | None = None
    circumstances: dict[str, Any] = field(default_factory=dict)
    consent: dict[str, Any] | None = None
    # Hashed once, asked for by everybody who looks for the person.
    _digests: dict[str, bytes] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def numbers(self) -> dict[str, str]:
        """purpose → number, those that are known."""
        known = {"nik": self.nik, "nisn": self.nisn, "nuptk": self.nuptk}
        return {purpose: number for purpose, number in known.items() if number}

    @property
    def digests(self) -> dict[str, bytes]:
        """purpose → keyed hash of the number, those that are known."""
        if not self._digests:
            self._digests.update((purpose, sealing.digest(purpose, number)) for purpose, number in self.numbers.items())
        return self._digests


_FIELDS = tuple(one.name for one in fields(Registration) if one.init)


def packed(person: Registration) -> str:
    """As text, to be sealed while a file or a case waits for a decision."""
    # Not dataclasses.asdict: it copies every value deeply, a sixth of the time of a whole rehearsal.
    return json.dumps({name: getattr(person, name) for name in _FIELDS}, default=date.isoformat)


def unpacked(text: str) -> Registration:
    """The person out of `packed`."""
    values = json.loads(text)
    values["birth_date"] = date.fromisoformat(values["birth_date"])
    if consent := values["consent"]:
        consent["given_on"] = date.fromisoformat(consent["given_on"])
    return Registration(**values)
