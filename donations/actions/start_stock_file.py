"""A file of devices is taken in: sealed, until a worker has read it."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from donations.inventory_rows import open_devices
from ksbb.accounts.models import Organisation
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused
from ksbb.imports.models import ImportRun
from ksbb.imports.reading import SheetRefused
from ksbb.imports.running import hand_to_worker, keep_file
from ksbb.imports.states import ImportPurpose, ImportState

REHEARSE_TASK = "donations.tasks.rehearse_stock"
_WAITING = [ImportState.READ, ImportState.REHEARSED, ImportState.APPLYING]


@transaction.atomic
def start_stock_file(*, data: bytes, file_name: str, actor: Actor) -> ImportRun:
    """The new run, in READ. The same file again while the first one waits gives that first run back.

    A file that carries no such table is refused at once, in words.
    """
    actor.must(Permission.STOCK_KEEP)
    if actor.organisation_id is None or actor.user_id is None:
        raise Forbidden("for an organisation")
    try:
        open_devices(data, file_name)
    except SheetRefused as no:
        raise Refused(no.reason) from no
    # One upload of an organisation at a time passes here: a double click must not make two runs.
    Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)
    sha256 = hashlib.sha256(data).hexdigest()
    runs = ImportRun.objects.of(ImportPurpose.DEVICES, actor).light()
    if earlier := runs.filter(sha256=sha256, state__in=_WAITING).first():
        return earlier
    run = ImportRun.objects.create(
        purpose=ImportPurpose.DEVICES,
        kind="devices",
        organisation_id=actor.organisation_id,
        region="",
        file_name=file_name[:200],
        sha256=sha256,
        read_at=timezone.now(),
        read_by_id=actor.user_id,
    )
    keep_file(run, data)
    trail.record("import.read", run, actor=actor)
    hand_to_worker(REHEARSE_TASK, run)
    return run
