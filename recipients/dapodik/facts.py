"""What one row of a Dapodik file says about one person, in the portal's own words."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ksbb.imports.cells import CellValue
from ksbb.imports.reading import SheetRow


class Kind(StrEnum):
    STUDENT = "student"
    TEACHER = "teacher"
    STAFF = "staff"


class Leaving(StrEnum):
    """Why a pupil is no longer at the school, in the words of the register (`recipients.states.EndReason`)."""

    GRADUATED = "graduated"
    MOVED = "moved"
    LEFT = "left"


class IncomeBand(StrEnum):
    """The monthly income bands of Dapodik (codes 99, 11–16), lowest first."""

    UNKNOWN = "unknown"
    NONE = "none"
    LT_500K = "lt_500k"
    FROM_500K = "500k_1m"
    FROM_1M = "1m_2m"
    FROM_2M = "2m_5m"
    FROM_5M = "5m_20m"
    GT_20M = "gt_20m"


class Employment(StrEnum):
    """The status of a teacher, in the groups that criteria tell apart. PPPK is ASN but not PNS."""

    UNKNOWN = "unknown"
    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    HONORER = "honorer"
    FOUNDATION = "foundation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one row: the column as the file names it, a code for programs, a sentence for people."""

    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Question:
    """What only the school can settle: the row is read as if it were answered with yes, and waits until it is.

    `field` names the fact, `offered` its value as read; that value is a whole number: seal it or leave it where it is.
    """

    column: str
    code: str
    message: str
    field: str
    offered: str = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """One person, cleaned. Texts that the file leaves empty are `""`; `phone` is `+62…`; RT and RW have three digits.

    The fields below `phone` that concern the other kind of person keep their default; None and "" mean "not told". Numbers
    and names do not show in the representation, so that a log line cannot carry them. `family_card` and `mother_name` are
    there to be turned into keyed hashes, and for nothing else. `device_access`, `internet` and `consent_relation` hold the
    values of the register's own choices.
    """

    kind: Kind
    full_name: str = field(repr=False)
    sex: str
    birth_date: date = field(repr=False)
    nik: str = field(repr=False)
    birth_place: str = field(default="", repr=False)
    nisn: str = field(default="", repr=False)
    nuptk: str = field(default="", repr=False)
    nip: str = field(default="", repr=False)
    class_group: str = ""
    grade: int | None = None
    rt: str = ""
    rw: str = ""
    village_name: str = ""
    district_name: str = ""
    phone: str = field(default="", repr=False)
    family_card: str = field(default="", repr=False)
    mother_name: str = field(default="", repr=False)
    has_kps: bool | None = None
    has_kip: bool | None = None
    has_kjp: bool | None = None
    pip_reason: str = ""
    income_band: IncomeBand = IncomeBand.UNKNOWN
    orphan: bool | None = None
    disability: bool | None = None
    device_access: str = ""
    household_devices: int | None = None
    household_learners: int | None = None
    internet: str = ""
    consent_on: date | None = None
    consent_relation: str = ""
    leaving: Leaving | None = None
    left_on: date | None = None
    left_because: str = ""
    employment: Employment = Employment.UNKNOWN
    ptk_type: str = ""
    service_started_on: date | None = None


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row: either `facts`, or `problems` that keep it out, or a `note` why it is not needed. `warnings` keep nobody out.

    With `questions` the facts hold only once each is answered with yes. `number` is the row as a spreadsheet shows it, `name`
    the person as written there, so that the row can be found. `source` is the row of the sheet.
    """

    number: int
    kind: Kind
    facts: RecipientFacts | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    name: str = field(default="", repr=False)
    source: SheetRow | None = field(default=None, repr=False, compare=False)
    questions: tuple[Question, ...] = ()
    note: str = ""

    @property
    def raw(self) -> tuple[CellValue, ...]:
        """Every cell from column A on, as uploaded, when the file was opened for that."""
        return self.source.raw if self.source else ()
