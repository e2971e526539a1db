"""A file as read: its rows, each a person or what keeps it out. The register knows nothing of it yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ksbb.imports.cells import CellValue
from ksbb.imports.keeping import Head
from recipients.dapodik import Problem, Question
from recipients.registration import Registration


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a file as read: a person, or the problems that keep it out. `label` is the name in the file.

    `questions`: the person holds only if each is answered with yes. `skip`: why the row needs nothing. `reason`: the person
    left the school (`EndReason`). `cells`: the row as uploaded. `digests`: keyed hashes of the numbers in a row that cannot
    be read otherwise.
    """

    number: int
    label: str = field(repr=False)
    person: Registration | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    skip: Problem | None = None
    reason: str = ""
    cells: tuple[CellValue, ...] = field(default=(), repr=False)
    digests: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was read. `is_whole`: the file names everybody of its kind, so that who is not in it may have left.
    `villages`: code → name, for the words of a change.
    """

    kind: str
    rows: Sequence[ReadRow] = field(repr=False)
    remarks: list[str]
    head: Head
    is_whole: bool = True
    villages: Mapping[str, str] = field(default_factory=dict, repr=False)
