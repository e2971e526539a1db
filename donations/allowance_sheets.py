"""Workbooks of caps and gates: one to fill in, one that answers what was asked with what was applied."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from donations.allowance_words import problem_in_words
from donations.allowances import COLUMNS, MOST_ROWS, standings_of
from donations.models import AllowanceChange
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.spreadsheet_out import DOUBTFUL, FAULTY, OutCell, OutSheet, write_workbook
from ksbb.imports.models import ImportRow, ImportRun
from recipients.models import NeedClass
from schools.models import School

_CHUNK = 1_000
_WORDS = {NeedClass.STUDENT_DEVICE.value: "murid", NeedClass.TEACHER_COMPUTER.value: "guru", "": ""}


def empty_sheet(actor: Actor) -> bytes:
    """The accepted schools on the ground of `actor` with their caps as they stand; the reason is left to be written."""
    rows = _standing_rows(actor)
    head = [OutCell(name, bold=True) for name in (*COLUMNS, "Nama sekolah", "Sudah dijanjikan atau diterima")]
    return write_workbook([OutSheet("Batas", [head, *rows], widths=(12, 10, 12, 10, 40, 40, 20), frozen="A2")])


def _standing_rows(actor: Actor) -> Iterator[Sequence[object]]:
    schools = iter(
        School.objects.visible_to(actor).filter(accepted_at__isnull=False).order_by("name", "id")[:MOST_ROWS]
    )
    while chunk := list(islice(schools, _CHUNK)):
        for one in standings_of(chunk):
            for need_class in NeedClass.values:
                cap = one.caps.get(need_class)
                words = "tanpa batas" if cap is None else cap
                gate = "dibuka" if one.is_open else "ditutup"
                first = need_class == NeedClass.values[0]
                used = one.used[need_class]
                yield [one.school.npsn, _WORDS[need_class], words, gate if first else "", "", one.school.name, used]


def answer_of(run: ImportRun) -> bytes:
    """Every row of the file with what was asked, what was applied (empty before it is carried out) and why not."""
    titles = (
        "Baris",
        "NPSN",
        "Untuk",
        "Diminta",
        "Diterapkan",
        "Penerimaan diminta",
        "Penerimaan diterapkan",
        "Alasan",
        "Keterangan",
    )
    head = [OutCell(name, bold=True) for name in titles]
    done = _applied(run)
    rows = [_answer(row, done) for row in ImportRow.objects.filter(run=run).order_by("number")]
    return write_workbook([OutSheet("Jawaban", [head, *rows], widths=(7, 12, 9, 12, 12, 14, 16, 40, 60), frozen="A2")])


def _applied(run: ImportRun) -> dict[tuple[str, str, str], int | None]:
    """(NPSN, kind, class) → what stands after the file."""
    changes = AllowanceChange.objects.filter(import_run_id=run.pk)
    found = changes.values_list("school__npsn", "kind", "need_class", "after")
    return {(npsn, kind, need_class): after for npsn, kind, need_class, after in found}


def _answer(row: ImportRow, done: dict[tuple[str, str, str], int | None]) -> list[object]:
    npsn, need_class, cap, gate, reason = json.loads(sealing.unseal(row.cells_sealed))
    cap_key, gate_key = (npsn, "cap", need_class), (npsn, "gate", "")
    applied = done.get(cap_key, "") if cap_key in done else ""
    wrong = " ".join(problem_in_words(problem) for problem in row.problems)
    differs = cap_key in done and applied != cap
    note = wrong or (_("Sebanyak itu sudah dijanjikan atau diterima.") if differs else "")
    fill = FAULTY if wrong else DOUBTFUL if differs else ""
    gates = {True: "dibuka", False: "ditutup", None: ""}
    passed = done.get(gate_key)
    return [
        row.number,
        npsn,
        _WORDS.get(need_class, ""),
        _cap_words(cap) if need_class else "",
        OutCell(_cap_words(applied), fill=fill),
        gates[gate],
        gates[None if passed is None else bool(passed)],
        reason,
        OutCell(note, fill=fill, wrap=True),
    ]


def _cap_words(cap: int | str | None) -> int | str:
    return "tanpa batas" if cap is None else cap
