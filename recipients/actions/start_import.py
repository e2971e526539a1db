"""Take in an uploaded file: it is sealed and waits for a worker to read it."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from ksbb.imports.models import ImportRun
from ksbb.imports.running import hand_to_worker, keep_file
from ksbb.imports.states import ImportSource, ImportState
from recipients.policies import why_not_register
from schools.models import School

REHEARSE_TASK = "recipients.tasks.rehearse_import"
KEY_LENGTH = 80


@transaction.atomic
def start_import(
    *,
    school: School,
    data: bytes,
    file_name: str,
    actor: Actor,
    source: str = ImportSource.FILE,
    idempotency_key: str = "",
) -> ImportRun:
    """The new run, in READ. The same file again while the first one waits or runs gives that first run back.

    With an `idempotency_key` (at most 80 characters) the same content gives that first run for ever, whatever became of it;
    another content under the same key raises Refused.
    """
    actor.must(Permission.RECIPIENT_IMPORT)
    if actor.organisation_id != school.organisation_id or actor.user_id is None:
        raise Forbidden("only the own school")
    refuse_if(why_not_register(school, actor))
    # One upload of a school at a time passes here: a double click must not make two runs.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    sha256 = hashlib.sha256(data).hexdigest()
    if (earlier := _earlier(school, sha256, idempotency_key[:KEY_LENGTH])) is not None:
        return earlier
    run = ImportRun.objects.create(
        kind="recipients",
        organisation_id=school.organisation_id,
        region=school.region,
        file_name=file_name[:200],
        sha256=sha256,
        source=source,
        idempotency_key=idempotency_key[:KEY_LENGTH],
        read_at=timezone.now(),
        read_by_id=actor.user_id,
    )
    keep_file(run, data)
    trail.record("import.read", run, actor=actor)
    hand_to_worker(REHEARSE_TASK, run)
    return run


def _earlier(school: School, sha256: str, key: str) -> ImportRun | None:
    runs = ImportRun.objects.light().filter(organisation=school.organisation_id)
    if key and (same_key := runs.filter(idempotency_key=key).first()) is not None:
        if same_key.sha256 != sha256:
            raise Refused(_("Kunci idempotensi ini sudah dipakai untuk isi lain. Pakai kunci baru untuk kiriman baru."))
        return same_key
    waiting = [ImportState.READ, ImportState.REHEARSED, ImportState.APPLYING]
    # A sender with a key of its own gets a run of its own: it asks for it by that key later.
    return None if key else runs.filter(sha256=sha256, state__in=waiting).first()
