"""Take in an uploaded file: it is sealed and waits for a worker to read it."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.imports.models import ImportRun
from ksbb.imports.running import hand_to_worker
from ksbb.imports.states import ImportState
from recipients.policies import why_not_register
from schools.models import School

REHEARSE_TASK = "recipients.tasks.rehearse_import"


@transaction.atomic
def start_import(*, school: School, data: bytes, file_name: str, actor: Actor) -> ImportRun:
    """The new run, in READ. The same file again while the first one waits or runs gives that first run back."""
    actor.must(Permission.RECIPIENT_IMPORT)
    if actor.organisation_id != school.organisation_id or actor.user_id is None:
        raise Forbidden("only the own school")
    refuse_if(why_not_register(school, actor))
    # One upload of a school at a time passes here: a double click must not make two runs.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    sha256 = hashlib.sha256(data).hexdigest()
    waiting = ImportRun.objects.light().filter(
        organisation=school.organisation_id,
        sha256=sha256,
        state__in=[ImportState.READ, ImportState.REHEARSED, ImportState.APPLYING],
    )
    if (earlier := waiting.first()) is not None:
        return earlier
    run = ImportRun.objects.create(
        kind="recipients",
        organisation_id=school.organisation_id,
        region=school.region,
        file_name=file_name[:200],
        sha256=sha256,
        sealed_file=sealing.seal_bytes(data),
        read_at=timezone.now(),
        read_by_id=actor.user_id,
    )
    trail.record("import.read", run, actor=actor)
    hand_to_worker(REHEARSE_TASK, run)
    return run
