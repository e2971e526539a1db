"""What the pages of an uploaded file share, whatever it is about: the files so far, and the rows of one by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms

from ksbb.accounts.requests import ActorRequest
from ksbb.common.paging import PARAMETER, page_of
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.row_words import RowInWords
from ksbb.imports.states import ImportPurpose

FILES, ROWS = 10, 50


def upload_context(request: ActorRequest, form: forms.Form, purpose: ImportPurpose) -> dict[str, Any]:
    """For `_upload_file.html`: the form, and what was uploaded before."""
    runs = ImportRun.objects.of(purpose, request.actor).light()
    page = page_of(runs, "-id", after=request.GET.get(PARAMETER, ""), size=FILES)
    return {"form": form, "runs": page.rows, "after": page.after}


def rows_context(
    request: ActorRequest, run: ImportRun, kinds: Sequence[str], read: Callable[[ImportRow], RowInWords]
) -> dict[str, Any]:
    """For `_row_kinds.html` and `_file_rows.html`: the count of each kind; `?keadaan=` shows the rows of one."""
    status = request.GET.get("keadaan", "")
    rows = ImportRow.objects.filter(run=run).defer("facts_sealed", "before_sealed", "cells_sealed")
    if status in ImportRow.Status.values:
        rows = rows.filter(status=status)
    page = page_of(rows, "number", "id", after=request.GET.get(PARAMETER, ""), size=ROWS)
    counts = {kind: run.counts.get(kind, 0) for kind in kinds}
    return {
        "rows": [read(row) for row in page.rows],
        "after": page.after,
        "status": status,
        "total": sum(counts.values()),
        "counts": [(kind, ImportRow.Status(kind).label, count) for kind, count in counts.items()],
    }
