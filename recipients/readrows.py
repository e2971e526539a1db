"""A file as it is read: row after row, each a person or what keeps it out. The register knows nothing of it yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ksbb.imports.cells import CellValue
from ksbb.imports.keeping import Head
from recipients.dapodik import ParsedRow, Problem, Question
from recipients.registration import Registration
from recipients.repairs import until


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a file as read: a person, or the problems that keep it out. `label` is the name in the file.

    `questions`: the person holds only if each is answered with yes. `skip`: why the row needs nothing. `reason`: the person
    left the school (`EndReason`). `digests`: keyed hashes of the numbers in a row that cannot be read otherwise.
    `source`: the row in the file, of which the first `end` columns are kept where it needs work (None: all).
    """

    number: int
    label: str = field(repr=False)
    person: Registration | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    skip: Problem | None = None
    reason: str = ""
    digests: tuple[bytes, ...] = field(default=(), repr=False)
    source: ParsedRow | None = field(default=None, repr=False)
    end: int | None = None

    @property
    def cells(self) -> tuple[CellValue, ...]:
        """The row as uploaded. Most rows need it never, so it is made when asked for."""
        return until(self.source.raw, self.end) if self.source else ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What is read. `rows` are gone over once, as they are read, and may raise SheetRefused half-way; there are `most_rows` of
    them or fewer. `is_whole`: the file names everybody of its kind, so that who is not in it may have left. `villages`: code →
    name, for the words of a change.
    """

    kind: str
    rows: Iterable[ReadRow] = field(repr=False)
    most_rows: int
    remarks: list[str]
    head: Head
    is_whole: bool = True
    villages: Mapping[str, str] = field(default_factory=dict, repr=False)
