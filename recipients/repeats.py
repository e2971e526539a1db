"""After a restore: which requests that were answered since the backup are to be done again."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from recipients.models import DataRequest, Recipient
from recipients.states import RequestState

_ADDRESS = re.compile(r"/(permintaan|penerima)/([0-9a-f]{8}-[0-9a-f-]{27})/")


@dataclass(frozen=True)
class Kept:
    """A line of the list that was kept outside; `person` is None for an account."""

    number: str
    kind: str
    page: str
    request: UUID
    person: UUID | None


@dataclass(frozen=True)
class Repeat:
    """A line whose request this database does not know as answered; `person_is_there`: with data that is still to be read."""

    kept: Kept
    is_known: bool
    person_is_there: bool


def lines_of(file: Iterable[str]) -> list[Kept]:
    """The lines of `export_requests`, whatever language its headings are in; others are passed over."""
    return list(_lines(file))


def _lines(file: Iterable[str]) -> Iterator[Kept]:
    for row in csv.reader(file):
        found = dict(_ADDRESS.findall(" ".join(row)))
        if "permintaan" in found:
            person = UUID(found["penerima"]) if "penerima" in found else None
            yield Kept(row[0].lstrip("\ufeff"), row[1], row[-1], UUID(found["permintaan"]), person)


def repeats(lines: list[Kept]) -> list[Repeat]:
    """Those of `lines` that are to be done again, in two statements."""
    asked = [line.request for line in lines]
    states = dict(DataRequest.objects.filter(public_id__in=asked).values_list("public_id", "state"))
    people = [line.person for line in lines if line.person]
    there = set(
        Recipient.objects.filter(public_id__in=people, erased_at__isnull=True).values_list("public_id", flat=True)
    )
    return [
        Repeat(line, is_known=line.request in states, person_is_there=line.person in there)
        for line in lines
        if states.get(line.request) != RequestState.ANSWERED
    ]
