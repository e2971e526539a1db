"""An invoice or a transfer slip of a book is read; the trail says by whom."""

from __future__ import annotations

from django.db import transaction
from django.db.models.fields.files import FieldFile

from donations.models import LedgerEntry
from donations.policies_books import must_read_books
from ksbb.audit import trail
from ksbb.authority.actors import Actor


@transaction.atomic
def open_proof(*, entry: LedgerEntry, actor: Actor) -> FieldFile:
    """The file as it is kept; the caller found `entry` with `visible_to`, and it has a proof."""
    must_read_books(actor)
    trail.record("ledger.proof_opened", entry, actor=actor, kind=entry.kind)
    return entry.proof
