"""Files of a school: from sealed bytes to judged rows, and the course of one upload. Actions write; this reads and calls.

    start_import ─▶ rehearse() ─▶ a person looks ─▶ apply_import ─▶ finish() ─▶ withdraw_import
                        ├─▶ refuse_import  │         └─▶ refuse_import
                        └─▶ stop_import    └─▶ answer_questions, choose_departures, refuse_import

A worker may die at any point: `resume()` goes on where the state says, and nothing of a half-applied file is ever visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from ksbb.imports.keeping import Head
from ksbb.imports.models import ImportRun
from ksbb.imports.reading import SheetRefused
from ksbb.imports.resuming import resume_runs
from ksbb.imports.running import actor_behind, alone, file_of, tell_stage
from ksbb.imports.states import ImportPurpose, ImportSource, ImportStage, ImportState
from recipients.actions.finish_import import finish_import
from recipients.actions.refuse_import import refuse_import
from recipients.actions.rehearse_import import rehearse_import
from recipients.dapodik import DapodikFile, Kind, read_dapodik, same_school
from recipients.import_policies import permission_to_apply
from recipients.readrows import ReadFile
from recipients.repairs import marks_at, until
from recipients.told import rows_of
from recipients.villages import Villages
from schools.models import School


def rehearse(public_id: UUID | str) -> bool:
    """A worker's part after an upload; False when another worker has the run or there is nothing to do."""
    run = ImportRun.objects.light().get(public_id=public_id)
    with alone(run) as mine, translation.override("id"):
        run.refresh_from_db(fields=["state"])
        if not mine or run.state != ImportState.READ:
            return False
        actor = actor_behind(run, run.read_by_id, Permission.RECIPIENT_IMPORT)
        school = School.objects.get(organisation=run.organisation_id)
        tell_stage(run, ImportStage.READING)
        try:
            _rehearse(run, school, actor)
        except StaleState:  # refused while it was checked
            return False
        return True


def _rehearse(run: ImportRun, school: School, actor: Actor) -> None:
    try:
        rehearse_import(run=run, school=school, file=_opened(run, school, timezone.localdate()), actor=actor)
    except SheetRefused as refusal:  # at once or half-way; what is written by then goes with the refusal
        refuse_import(run=run, actor=actor, reason=refusal.reason)


def _opened(run: ImportRun, school: School, today: date) -> ReadFile:
    """The file, recognised; its rows are read as the rehearsal asks for them. Raises SheetRefused."""
    file, villages = _recognised(run, today), Villages.around(school.region)
    marks = marks_at(file.head)
    return ReadFile(
        kind=file.kind.value,
        rows=rows_of(file, today, villages, end=marks),
        most_rows=file.most_rows,
        remarks=list(_remarks(file, school, is_repair=marks is not None)),
        head=Head(tuple(until(row, marks) for row in file.head), file.columns),
        is_whole=marks is None and not file.is_left and not file.is_ours and run.source == ImportSource.FILE,
        villages=villages.names,
    )


def _recognised(run: ImportRun, today: date) -> DapodikFile:
    file = read_dapodik(file_of(run), today=today, file_name=run.file_name, raw=True)
    if file.kind is Kind.STAFF:
        text = _(
            "Ini Daftar Tenaga Kependidikan. Program ini untuk murid dan guru, jadi berkasnya tidak disimpan. Unggah "
            "“Daftar Guru” atau “Daftar Peserta Didik” dari Dapodik."
        )
        raise SheetRefused("staff", text)
    return file


def _remarks(file: DapodikFile, school: School, *, is_repair: bool) -> Iterator[str]:
    name = file.school_name_in_file
    if name and not same_school(name, school.name):
        text = _("Berkas ini bertuliskan “%(in_file)s”, sedangkan sekolah Anda “%(own)s”. Pastikan berkasnya benar.")
        yield text % {"in_file": name, "own": school.name}
    if file.missing_columns:
        text = _("Kolom berikut tidak ada di berkas, jadi isinya tidak diubah: %(columns)s.")
        yield text % {"columns": ", ".join(file.missing_columns)}
    if is_repair:
        yield _("Ini berkas perbaikan dari portal. Orang yang tidak ada di dalamnya tetap terdaftar.")
    if file.is_left:
        yield _("Ini daftar peserta didik yang sudah keluar. Tandai siapa yang ditarik dari daftar penerima.")


def finish(public_id: UUID | str) -> bool:
    """A worker's part after a person's approval; False when another worker has the run or there is nothing to do."""
    run = ImportRun.objects.light().get(public_id=public_id)
    with alone(run) as mine, translation.override("id"):
        run.refresh_from_db(fields=["state"])
        if not mine or run.state != ImportState.APPLYING or run.applying_by_id is None:
            return False
        # Written in one transaction, so that nothing of it can be counted from outside: only the stage is told.
        tell_stage(run, ImportStage.WRITING)
        actor = actor_behind(run, run.applying_by_id, permission_to_apply(run))
        try:
            finish_import(run=run, school=School.objects.get(organisation=run.organisation_id), actor=actor)
        except Refused as no:
            refuse_import(run=run, actor=actor, reason=no.reason)
        return True


def resume() -> int:
    """Go on with what a killed worker left; returns how many runs came to an end."""
    return resume_runs(ImportPurpose.REGISTER, rehearse=rehearse, finish=finish, refuse=refuse_import)
