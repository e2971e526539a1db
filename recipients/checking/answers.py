"""The interface between the register and whoever speaks for an office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Subject:
    """One person who is asked about, under the reference of the list. A source that needs no numbers gets none."""

    reference: str
    nik: str = field(default="", repr=False)
    full_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office says of the person with this reference: a word of `Layout.values`, as of a day (None: not told)."""

    reference: str
    value: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """One row of an answer that could not be used: its number in the file, a code for programs, a sentence for people."""

    number: int
    code: str
    message: str


class LiveCheck(Protocol):
    """A source of answers. `needs_numbers`: whether it must be told NIK, name and birth date, or the references suffice.

    `check` yields at most one Answer a person, in any order, and leaves out of whom nothing is known. It raises
    `ksbb.common.refusals.Refused` when it cannot answer at all; nothing is kept then.
    """

    needs_numbers: bool

    def check(self, people: Sequence[Subject]) -> Iterator[Answer]: ...
