"""Photos of a report that is written, given up or put right: rows now, files after the commit."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import transaction

from ksbb.common.after_commit import after_commit
from verification.models import DraftPhoto


@transaction.atomic
def drop_draft_photos(drafts: Iterable[DraftPhoto]) -> int:
    """Returns how many. The caller has found them with `visible_to`, or by their age."""
    names: list[str] = []
    gone = 0
    for draft in drafts:
        names += [str(file.name) for file in (draft.raw, draft.photo, draft.thumbnail) if file]
        draft.delete()
        gone += 1
    for name in names:
        after_commit(default_storage.delete, name)
    return gone
