"""What a request of the API may carry, judged before anything of it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ksbb.api.problems import ProblemError
from ksbb.imports.containers import format_of
from ksbb.imports.door import FileHeld, FileInfected, let_in
from recipients.actions.start_import_rows import MOST_ROWS

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_MOST_COLUMNS = 128
_MOST_LETTERS = 2_000
# The form around a file.
_AROUND = 64 * 1024

Row = dict[str, Any]


def refuse_large(request: Request) -> None:
    """By what the request declares: the server reads no further than that. JSON has the bound of a file."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not str(declared).isdigit() or int(declared) > settings.UPLOAD_MAX_SHEET_BYTES + _AROUND:
        raise RequestDataTooBig("more than a sheet may have")


def file_of(file: object) -> tuple[bytes, str]:
    """(content, name) of the uploaded file. Raises SheetRefused for what is no sheet at all."""
    if not isinstance(file, UploadedFile):
        raise ProblemError(400, "file_missing", _("Bagian “file” tidak ada di dalam kiriman."))
    if (file.size or 0) > settings.UPLOAD_MAX_SHEET_BYTES:
        raise RequestDataTooBig("more than a sheet may have")
    try:
        data = let_in(file, purpose="sheet", most=settings.UPLOAD_MAX_SHEET_BYTES)
    except FileHeld as no:
        raise ProblemError(503, "scanner_away", no.reason) from no
    except FileInfected as no:
        raise ProblemError(422, "infected", no.reason) from no
    format_of(data)
    return data, file.name or ""


def rows_of(told: object) -> tuple[str, list[Row]]:
    """(kind, rows) of a JSON body; whatever is not a row of plain values is named by its place."""
    if not isinstance(told, Mapping) or not isinstance(told.get("rows"), list) or not isinstance(told.get("kind"), str):
        text = _("Bentuknya harus {“kind”: “student” atau “teacher”, “rows”: [{kolom: isi, …}, …]}.")
        raise ProblemError(400, "shape", text)
    rows: list[object] = told["rows"]
    if len(rows) > MOST_ROWS:
        raise ProblemError(413, "too_many_rows", _("Paling banyak %(most)s baris sekali kirim.") % {"most": MOST_ROWS})
    wrong = [number for number, row in enumerate(rows, 1) if not _is_row(row)]
    if wrong:
        text = _("Setiap baris berisi nama kolom dan isinya: teks, angka, ya/tidak, atau kosong.")
        raise ProblemError(400, "row_shape", text, [{"row": number} for number in wrong[:50]])
    return told["kind"], [_clean(row) for row in rows]  # type: ignore[arg-type]


def _is_row(row: object) -> bool:
    if not isinstance(row, dict) or not 0 < len(row) <= _MOST_COLUMNS:
        return False
    plain = all(value is None or isinstance(value, str | bool | int | float) for value in row.values())
    return plain and all(len(text) <= _MOST_LETTERS for text in (*row, *row.values()) if isinstance(text, str))


def _clean(row: Row) -> Row:
    """Without what no text holds (lone halves of a character)."""
    return {_text(name): _text(value) if isinstance(value, str) else value for name, value in row.items()}


def _text(text: str) -> str:
    return _NO_TEXT.sub("", text)
