"""Take in rows that another system sends instead of a file: the same reader, the same rehearsal, the same result."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from ksbb.imports.cells import EXCEL_DIGITS
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportSource
from recipients.actions.start_import import start_import
from recipients.resources import RESOURCES
from schools.models import School

MOST_ROWS = 10_000

Row = Mapping[str, str | int | float | bool | date | None]


def start_import_rows(
    *,
    school: School,
    rows: Sequence[Row],
    kind: str,
    actor: Actor,
    idempotency_key: str = "",
    source: str = ImportSource.API,
) -> ImportRun:
    """`rows`: column name (`RESOURCES[kind].names()`, or as in Dapodik) → value; `kind`: a `RecipientKind`. As `start_import`.

    A column may be left out of a row; an unknown one is ignored and a missing required one refuses the run, as in a file.
    Row n of the list (from 1) is row n + 2 of the run. Numbers must be sent as text: a NIK sent as a number is refused by the
    rehearsal like one that Excel has rounded. Raises Refused for no row, too many, or another kind.
    """
    if kind not in RESOURCES:
        raise Refused(_("Jenis daftar harus student atau teacher."))
    if not rows:
        raise Refused(_("Tidak ada baris yang dikirim."))
    if len(rows) > MOST_ROWS:
        raise Refused(_("Paling banyak %(most)s baris sekali kirim.") % {"most": MOST_ROWS})
    return start_import(
        school=school,
        data=_as_text(rows, RESOURCES[kind].title),
        file_name=f"{kind}.json",
        actor=actor,
        source=source,
        idempotency_key=idempotency_key,
    )


def _as_text(rows: Sequence[Row], title: str) -> bytes:
    """A text file for our own reader only; equal rows give equal bytes, so that sending them twice is seen."""
    columns = list(dict.fromkeys(str(name) for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([title])
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, int | float) and abs(value) >= 10**EXCEL_DIGITS:
        return f"{value:.5E}"  # programs that send JSON round here, as Excel does; the reader says so
    return value.isoformat() if isinstance(value, date) else str(value).replace("\x00", "")
