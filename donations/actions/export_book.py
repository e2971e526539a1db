"""A whole book is taken out as a file: nothing in it that could run, and recorded."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from donations.book_sheet import COLUMNS, rows_of
from donations.models import Aggregator, LedgerEntry
from donations.policies_books import must_read_books
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.spreadsheet_out import OutSheet, csv_bytes, write_workbook

FORMATS = ("csv", "xlsx")


@transaction.atomic
def export_book(*, book: Aggregator, file_format: str, actor: Actor) -> bytes:
    """Every entry that the actor may read, the oldest first; names of givers are in it. `file_format` is one of FORMATS."""
    must_read_books(actor)
    entries = LedgerEntry.objects.visible_to(actor).filter(aggregator=book).order_by("pk")
    shown = list(entries.select_related("donor__organisation", "lot", "reverses", "consignment", "handover__school"))
    head: list[object] = [str(words) for words in COLUMNS]
    rows = [head, *(row.cells for row in rows_of(shown))]
    trail.record("ledger.exported", book, actor=actor, entries=len(shown))
    return csv_bytes(rows) if file_format == "csv" else write_workbook([OutSheet(_("Buku"), rows, frozen="A2")])
