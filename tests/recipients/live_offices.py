"""Live connections for the tests, as an office might offer them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from recipients.checking import Answer, Subject


class EverybodyMoved:
    """Must be told the numbers, and says of each that the person moved."""

    needs_numbers = True

    def check(self, people: Sequence[Subject]) -> Iterator[Answer]:
        for person in people:
            assert len(person.nik) == 16
            yield Answer(person.reference, "moved", date(2026, 10, 1))


class Unasked:
    """An office that nobody may ask."""

    needs_numbers = True

    def check(self, people: Sequence[Subject]) -> Iterator[Answer]:
        raise AssertionError(f"{len(people)} people were told")
