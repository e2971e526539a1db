"""A file to be saved: its kind by its name, and nobody on the way keeps it."""

from __future__ import annotations

from pathlib import PurePath

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = {
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".json": "application/json; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": WORKBOOK,
}


def saved_as(name: str) -> dict[str, str]:
    """The headers of an answer that a browser saves as `name` (letters, digits, "-", "_" and a dot: nothing of a person)."""
    return {
        "Content-Type": _KINDS.get(PurePath(name).suffix, "application/octet-stream"),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
