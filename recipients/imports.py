"""Files of a school: from sealed bytes to judged rows, and the course of one upload. Actions write; this reads and calls.

    start_import ─▶ rehearse() ─▶ a person looks ─▶ apply_import ─▶ finish()
                        └─▶ refuse_import            └─▶ refuse_import

A worker may die at any point: `resume()` goes on where the state says, and nothing of a half-applied file is ever visible.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ksbb.authority.actors import SYSTEM
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Refused
from ksbb.imports.models import ImportRun
from ksbb.imports.reading import SheetRefused
from ksbb.imports.running import actor_behind, alone, is_hopeless, left_behind
from ksbb.imports.states import ImportState
from recipients.actions.finish_import import finish_import
from recipients.actions.refuse_import import refuse_import
from recipients.actions.rehearse_import import ReadRow, rehearse_import
from recipients.dapodik import (
    DapodikFile,
    Employment,
    IncomeBand,
    Kind,
    Problem,
    RecipientFacts,
    read_dapodik,
    same_school,
    values,
)
from recipients.models import Consent
from recipients.registration import FINAL_GRADES, Registration
from schools.models import School

logger = logging.getLogger(__name__)

def registration_of(facts: RecipientFacts, *, today: date) -> Registration:
    """One person of the file in the register's words. What the file does not say is not in `circumstances`.
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


def rows_of(file: DapodikFile, today: date) -> Iterator[ReadRow]:
    """The rows of a pupil or teacher workbook. Staff inside a teachers' list are told apart and stay out."""
    for row in file.rows():
        problems = (*row.problems, _not_a_teacher()) if row.kind is Kind.STAFF else row.problems
        problems += tuple(Problem(doubt.column, doubt.code, doubt.message) for doubt in row.questions)
        person = None
        if row.facts is not None and not problems:
            person = registration_of(row.facts, today=today)
        yield ReadRow(row.number, row.name, person, problems, row.warnings)


def _not_a_teacher() -> Problem:
    text = _(
        "Bukan pendidik: program ini untuk murid dan guru, jadi baris ini dilewati. Tidak ada yang perlu diperbaiki."
    )
    return Problem("Jenis PTK", "not_a_teacher", text)


def rehearse(public_id: UUID | str) -> bool:
    """A worker's part after an upload; False when another worker has the run or there is nothing to do."""
    run = ImportRun.objects.light().get(public_id=public_id)
    with alone(run) as mine, translation.override("id"):
        run.refresh_from_db(fields=["state", "sealed_file"])
        if not mine or run.state != ImportState.READ:
            return False
        actor = actor_behind(run, run.read_by_id, Permission.RECIPIENT_IMPORT)
        school = School.objects.get(organisation=run.organisation_id)
        today = timezone.localdate()
        try:
            file = _recognised(run, today)
            rows = list(rows_of(file, today))
        except SheetRefused as refusal:
            refuse_import(run=run, actor=actor, reason=refusal.reason)
            return True
        remarks = list(_remarks(file, school))
        rehearse_import(run=run, school=school, rows=rows, kind=file.kind.value, remarks=remarks, actor=actor)
        return True


def _recognised(run: ImportRun, today: date) -> DapodikFile:
    file = read_dapodik(sealing.unseal_bytes(run.sealed_file), today=today, file_name=run.file_name)
    if file.is_left:
        text = _(
            "Ini daftar peserta didik yang sudah keluar. Unggah “Daftar Peserta Didik” yang masih aktif; siswa "
            "yang keluar ditarik dari daftar penerima di halaman sekolah."
        )
        raise SheetRefused("students_left", text)
    if file.kind is Kind.STAFF:
        text = _(
            "Ini Daftar Tenaga Kependidikan. Program ini untuk murid dan guru, jadi berkasnya tidak disimpan. Unggah "
            "“Daftar Guru” atau “Daftar Peserta Didik” dari Dapodik."
        )
        raise SheetRefused("staff", text)
    return file


def _remarks(file: DapodikFile, school: School) -> Iterator[str]:
    name = file.school_name_in_file
    if name and not same_school(name, school.name):
        text = _("Berkas ini bertuliskan “%(in_file)s”, sedangkan sekolah Anda “%(own)s”. Pastikan berkasnya benar.")
        yield text % {"in_file": name, "own": school.name}
    if file.missing_columns:
        text = _("Kolom berikut tidak ada di berkas, jadi isinya tidak diubah: %(columns)s.")
        yield text % {"columns": ", ".join(file.missing_columns)}


def finish(public_id: UUID | str) -> bool:
    """A worker's part after a person's approval; False when another worker has the run or there is nothing to do."""
    run = ImportRun.objects.light().get(public_id=public_id)
    with alone(run) as mine, translation.override("id"):
        run.refresh_from_db(fields=["state"])
        if not mine or run.state != ImportState.APPLYING or run.applying_by_id is None:
            return False
        actor = actor_behind(run, run.applying_by_id, Permission.RECIPIENT_IMPORT)
        try:
            finish_import(run=run, school=School.objects.get(organisation=run.organisation_id), actor=actor)
        except Refused as no:
            refuse_import(run=run, actor=actor, reason=no.reason)
        return True


def resume() -> int:
    """Go on with what a killed worker left; returns how many runs came to an end. One bad run does not stop the others."""
    ended = 0
    for run in left_behind():
        try:
            if is_hopeless(run):
                ended += _give_up(run)
            else:
                ended += rehearse(run.public_id) if run.state == ImportState.READ else finish(run.public_id)
        except Exception:  # noqa: BLE001 - whatever is wrong with this file, the next one waits too
            logger.exception("import %s could not be continued", run.public_id)
    return ended


def _give_up(run: ImportRun) -> bool:
    with alone(run) as mine, translation.override("id"):
        if not mine:
            return False
        text = _(
            "Berkas ini berulang kali gagal diproses karena gangguan di sistem. Unggah lagi; bila terulang, laporkan."
        )
        refuse_import(run=run, actor=SYSTEM, reason=text)
        return True
