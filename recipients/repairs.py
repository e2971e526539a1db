"""The workbook of rows to repair: as uploaded, with what is wrong beside it; and telling it when it comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from ksbb.common import sealing
from ksbb.common.spreadsheet_out import DOUBTFUL, FAULTY, OutCell, OutSheet, write_workbook
from ksbb.imports.keeping import Head, unpack_cells, unpack_head
from ksbb.imports.models import ImportRow, ImportRun

# The two last columns; their names tell the portal its own workbook, so they are not translated.
STATUS, REASON = "Status", "Alasan"
_MARKS = (STATUS, REASON)
# More filled cells than this make a row of names, not a title.
_NAMES = 5

Cell = TypeVar("Cell")


def marks_at(head: Sequence[Sequence[str]]) -> int | None:
    """Where the two columns stand in a workbook of repairs that came back; None for any other file."""
    marked = [row for row in head if set(_MARKS) <= {cell.strip() for cell in row}]
    return min(row.index(STATUS) for row in marked) if marked else None


def until(row: Sequence[Cell], end: int | None) -> tuple[Cell, ...]:
    """The row as it was before the two columns were added, so that a second repair has them once."""
    cells = list(row[:end])
    while cells and cells[-1] in ("", None):
        cells.pop()
    return tuple(cells)


def repair_workbook(run: ImportRun) -> bytes:
    """The .xlsx: title and header as uploaded, the rows that need work, Status and Alasan behind; a second sheet explains."""
    head = unpack_head(sealing.unseal(run.head_sealed))
    rows = list(
        run.rows.to_repair()
        .order_by("number")
        .only("status", "problems", "warnings", "questions", "cells_sealed", "label_sealed")
    )
    cells = [unpack_cells(sealing.unseal(row.cells_sealed)) for row in rows]
    end = max([head.width, *(len(line) for line in cells)], default=0)
    sheet = OutSheet(
        _("Perbaikan"),
        [*_head_lines(head, end), *(_line(row, line, head, end) for row, line in zip(rows, cells, strict=True))],
        widths=[*[14] * end, 18, 90],
        frozen=f"A{len(head.rows) + 1}",
    )
    return write_workbook([sheet, OutSheet(_("Petunjuk"), list(_legend()), widths=[100])])


def _head_lines(head: Head, end: int) -> Iterator[list[Any]]:
    """The two names stand in every row of the header, so that they are one column each however many rows it has."""
    names = [row for row in head.rows if sum(map(bool, row)) > _NAMES][-2:] or list(head.rows[-1:])
    for row in head.rows:
        line: list[Any] = [cell or None for cell in row]
        if row in names:
            line = [OutCell(cell, bold=True) for cell in [*line, *[None] * (end - len(line)), *_MARKS]]
        yield line


def _line(row: ImportRow, cells: list[Any], head: Head, end: int) -> list[Any]:
    line: list[Any] = [*cells, *[None] * (end - len(cells))]
    for remarks, fill in ((row.warnings, DOUBTFUL), (row.questions, DOUBTFUL), (row.problems, FAULTY)):
        for remark in remarks:
            at = head.columns.get(remark["column"])
            if at is not None and at < end:
                value = line[at].value if isinstance(line[at], OutCell) else line[at]
                line[at] = OutCell(value, fill=fill)
    open_questions = [question for question in row.questions if not question.get("yes")]
    reasons = [_reason(remark) for remark in (*row.problems, *open_questions)]
    reasons += [_("Periksa juga: %(remark)s") % {"remark": _reason(warning)} for warning in row.warnings]
    return [*line, str(row.get_status_display()).capitalize(), OutCell("\n".join(reasons), wrap=True)]


def _reason(remark: dict[str, str]) -> str:
    return ": ".join(filter(None, [remark["column"], remark["message"]]))


def _legend() -> Iterator[list[Any]]:
    yield [OutCell(_("Cara memakai berkas ini"), bold=True)]
    for text in (
        _("Perbaiki baris di lembar pertama. Alasannya ada di kolom paling kanan."),
        _("Jangan mengubah baris judul. Nomor identitas tetap berformat Teks, supaya angka 0 di depan tidak hilang."),
        _("Baris yang tidak diperbaiki boleh dihapus; orangnya tetap seperti semula."),
        _("Simpan, lalu unggah berkas ini di halaman Unggah data. Yang sudah diterapkan tidak menjadi ganda."),
        _("Perbaiki juga di Dapodik, supaya unduhan berikutnya sudah benar."),
    ):
        yield [OutCell(text, wrap=True)]
    yield [OutCell(_("Merah: harus diperbaiki"), fill=FAULTY)]
    yield [OutCell(_("Kuning: perlu dipastikan"), fill=DOUBTFUL)]
