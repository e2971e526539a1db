"""Hand out the list with the numbers in full: a recorded event with a purpose, each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from recipients.exchange import CheckPurpose, file_rows, why_not_download
from recipients.models import CheckBatch


@transaction.atomic
def download_check_list(*, batch: CheckBatch, purpose: str, actor: Actor) -> Iterator[Sequence[str]]:
    """The rows of the file, written down nowhere. `purpose` is a CheckPurpose."""
    actor.must(Permission.CHECK_EXCHANGE)
    if purpose not in CheckPurpose.values:
        raise ValueError(f"unknown purpose {purpose!r}")
    refuse_if(why_not_download(batch))
    trail.record("check.downloaded", batch, actor=actor, purpose=purpose, people=batch.people)
    return file_rows(batch)
