"""What a file tells of people, in the register's words. Reads nothing but the file; the rehearsal judges it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from ksbb.common import sealing
from ksbb.imports.cells import CellValue
from recipients.dapodik import (
    DapodikFile,
    Employment,
    IncomeBand,
    Kind,
    Leaving,
    ParsedRow,
    Problem,
    RecipientFacts,
    values,
)
from recipients.identity import digits
from recipients.models import Consent
from recipients.readrows import ReadRow
from recipients.registration import FINAL_GRADES, Registration
from recipients.villages import Villages


def registration_of(facts: RecipientFacts, *, today: date, villages: Villages | None = None) -> Registration:
    """One person of the file in the register's words. What the file does not say is not in `circumstances`.

    `villages` tell the code of the home's kelurahan.
    """
    student = facts.kind is Kind.STUDENT
    return Registration(
        kind=facts.kind.value,
        full_name=facts.full_name,
        sex=facts.sex,
        birth_date=facts.birth_date,
        nik=facts.nik,
        nisn=facts.nisn,
        nuptk=facts.nuptk,
        phone=facts.phone,
        family_card=facts.family_card,
        mother_name=facts.mother_name,
        village=villages.code_of(facts.village_name, facts.district_name) if villages else "",
        class_group=facts.class_group,
        grade=facts.grade,
        circumstances=_of_student(facts) if student else _of_teacher(facts, today),
        consent=_consent(facts),
    )


def _of_student(facts: RecipientFacts) -> dict[str, object]:
    told: dict[str, object] = {
        "has_kip": facts.has_kip,
        "has_kps": facts.has_kps,
        "has_kjp": facts.has_kjp,
        "is_orphan": facts.orphan,
        "has_disability": facts.disability,
        "is_final_year": None if facts.grade is None else facts.grade in FINAL_GRADES,
        "household_devices": facts.household_devices,
        "household_learners": facts.household_learners,
        "internet": facts.internet,
    }
    return _told(told | _of_everyone(facts))


def _of_teacher(facts: RecipientFacts, today: date) -> dict[str, object]:
    start = facts.service_started_on
    told: dict[str, object] = {
        "employment": "" if facts.employment is Employment.UNKNOWN else facts.employment.value,
        "service_years": None if start is None else values.age_on(today, start),
    }
    return _told(told | _of_everyone(facts))


def _of_everyone(facts: RecipientFacts) -> dict[str, object]:
    band = facts.income_band
    return {"device_access": facts.device_access, "income_band": "" if band is IncomeBand.UNKNOWN else band.value}


def _told(columns: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in columns.items() if value not in (None, "")}


def _consent(facts: RecipientFacts) -> dict[str, object] | None:
    """The paper of which the school's list tells; who signed for a child is the guardian where it does not say."""
    if facts.consent_on is None:
        return None
    return {"relation": facts.consent_relation or Consent.Relation.GUARDIAN.value, "given_on": facts.consent_on}


def rows_of(
    file: DapodikFile, today: date, villages: Villages | None = None, *, end: int | None = None
) -> Iterator[ReadRow]:
    """The rows of a pupil or teacher workbook. Staff inside a teachers' list are told apart and stay out.

    `end`: the cells as uploaded are kept up to this column, None: all.
    """
    columns = file.columns
    for row in file.rows():
        person = None
        if row.facts is not None and not row.problems and not row.note:
            person = registration_of(row.facts, today=today, villages=villages)
        leaving = row.facts.leaving if row.facts is not None and file.is_left else None
        yield ReadRow(
            row.number,
            row.name,
            person,
            row.problems,
            row.warnings,
            row.questions,
            skip=_skip(row),
            reason=(leaving or Leaving.LEFT).value if file.is_left else "",
            digests=() if person else tuple(_numbers_in(row.raw, columns)),
            source=row,
            end=end,
        )


def _skip(row: ParsedRow) -> Problem | None:
    """Why a row needs nothing: an example of the template, somebody who is no teacher."""
    if row.note:
        return Problem("", "not_needed", row.note)
    if row.kind is not Kind.STAFF:
        return None
    text = _("Bukan pendidik. Program ini untuk murid dan guru, jadi tidak ada yang perlu diperbaiki.")
    return Problem("", "not_a_teacher", text)


def _numbers_in(cells: Sequence[CellValue], columns: Mapping[str, int]) -> Iterator[bytes]:
    """Keyed hashes of whatever looks like a number of a person in a row that cannot be read: so nobody is called missing."""
    for purpose in ("nik", "nisn", "nuptk"):
        at = columns.get(purpose.upper(), len(cells))
        if at < len(cells) and (number := digits(cells[at])):
            yield sealing.digest(purpose, number)
