"""The register's resources with the set-based engine beneath: the same columns and formats, another way to take a list in.

    result = StudentImport().import_data(dataset, dry_run=True, school=school, actor=actor)
    result.totals                       # {"new": 3, "update": 0, "skip": 1, "error": 1, "invalid": 0, "delete": 0}

What a list would do or did stays as a run that the school sees on its pages, with the same counts. Reading, judging and writing
are those of an uploaded file; django-import-export's own engine, one person at a time, is not used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import Error, Result, RowResult
from tablib import Dataset

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.states import ImportState
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.start_import_rows import start_import_rows
from recipients.resources import RegisterResource, StudentResource, TeacherResource
from schools.models import School

_Status = ImportRow.Status
# A question is told like a fault, as by the API: it is answered on the page, or repaired and sent again. People of another
# school become a case; in the register nothing is written of them.
_TYPES: Mapping[str, str] = {
    _Status.NEW: RowResult.IMPORT_TYPE_NEW,
    _Status.CHANGED: RowResult.IMPORT_TYPE_UPDATE,
    _Status.UNCHANGED: RowResult.IMPORT_TYPE_SKIP,
    _Status.SKIPPED: RowResult.IMPORT_TYPE_SKIP,
    _Status.ELSEWHERE: RowResult.IMPORT_TYPE_SKIP,
    _Status.PROBLEM: RowResult.IMPORT_TYPE_ERROR,
    _Status.QUESTION: RowResult.IMPORT_TYPE_ERROR,
}
# Row n of a list (from 1) is row n + 2 of its run: a title and the header stand before it.
_BEFORE = 2


class SetBased(RegisterResource):
    """`import_data` of a whole list, in a number of statements that does not grow with it."""

    def import_data(self, dataset: Dataset, dry_run: bool = False, raise_errors: bool = False, **kwargs: Any) -> Result:
        """`school`, `actor`: whose list, and who sends it. The totals are the run's counts.

        `dry_run`: the run waits, rehearsed, for a person; otherwise its good rows are taken over at once. What is refused is in
        `base_errors`, or raised as Refused with `raise_errors`. The same list again goes on with the run that waits.
        """
        result = Result()
        try:
            run = self._rehearsed(dataset, kwargs["school"], kwargs["actor"])
            if not dry_run and run.state == ImportState.REHEARSED:
                run = _applied(run, kwargs["actor"])
        except Refused as no:
            if raise_errors:
                raise
            result.append_base_error(Error(no))
            return result
        return _told(result, run, len(dataset))

    def _rehearsed(self, dataset: Dataset, school: School, actor: Actor) -> ImportRun:
        rows = [{str(name): _plain(value) for name, value in row.items()} for row in dataset.dict]
        # The worker that is called at the commit finds nothing left to do.
        with transaction.atomic():
            run = start_import_rows(school=school, rows=rows, kind=self.kind, actor=actor)
            imports.rehearse(run.public_id)
        return _looked_at(run)


class StudentImport(SetBased, StudentResource):
    """Pupils."""


class TeacherImport(SetBased, TeacherResource):
    """Teachers."""


def _plain(value: object) -> Any:
    """Spreadsheets give a day as a moment at midnight."""
    return value.date() if isinstance(value, datetime) else value


def _applied(run: ImportRun, actor: Actor) -> ImportRun:
    with transaction.atomic():
        apply_import(run=run, actor=actor)
        imports.finish(run.public_id)
    return _looked_at(run)


def _looked_at(run: ImportRun) -> ImportRun:
    """As it is now. Raises Refused for a run that was refused or is in another worker's hands."""
    run.refresh_from_db()
    if run.state == ImportState.REFUSED:
        raise Refused(run.refusal)
    if run.state not in (ImportState.REHEARSED, ImportState.APPLIED):
        raise Refused(_("Daftar ini sedang dikerjakan. Lihat hasilnya di halaman unggahan."))
    return run


def _told(result: Result, run: ImportRun, rows: int) -> Result:
    totals: Counter[str] = Counter()
    for status, count in run.counts.items():
        if status in _TYPES:
            totals[_TYPES[status]] += count
    result.totals.update(totals)
    result.total_rows = rows
    found = {number: (status, wrong) for number, status, *wrong in _rows(run)}
    for place in range(1, rows + 1):
        status, wrong = found.get(place + _BEFORE, ("", []))
        result.append_row_result(_row(status, [remark for remarks in wrong for remark in remarks], place))
    return result


def _rows(run: ImportRun) -> Sequence[tuple[Any, ...]]:
    return list(run.rows.order_by("number").values_list("number", "status", "problems", "questions"))


def _row(status: str, remarks: Sequence[Mapping[str, Any]], place: int) -> RowResult:
    """`errors` of rows that are at fault only: the library takes any for a reason to stop."""
    row = RowResult()
    row.import_type = _TYPES.get(status, RowResult.IMPORT_TYPE_SKIP)
    if row.is_error():
        row.errors = [Error(Refused(str(one.get("message", ""))), number=place) for one in remarks]
    return row
