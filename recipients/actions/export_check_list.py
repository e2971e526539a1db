"""Ask for a list of people whom an office is asked about."""

from __future__ import annotations

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.after_commit import after_commit
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.territories.models import Territory
from recipients.exchange import why_not_export
from recipients.models import CheckBatch, CheckSource

MAKE_TASK = "recipients.tasks.make_check_list"


@transaction.atomic
def export_check_list(*, source: str, region: str, actor: Actor) -> CheckBatch:
    """A list in MAKING of everybody on the ground `region` who may be asked about; a worker writes its lines (recipients/lists.py)
    and says when it is ready. Raises Refused for a list that waits already or would be empty.
    """
    actor.must(Permission.CHECK_EXCHANGE)
    if source not in CheckSource.values or actor.user_id is None:
        raise ValueError(f"unknown source {source!r}")
    if not Territory.objects.within(actor.oversees).filter(code=region).exists():
        raise Forbidden("only the own ground")
    _one_at_a_time(source, region)
    refuse_if(why_not_export(source, region))
    batch = CheckBatch.objects.create(
        source=source, region=region, exported_at=timezone.now(), exported_by_id=actor.user_id
    )
    trail.record("check.requested", batch, actor=actor, source=source)
    after_commit(current_app.send_task, MAKE_TASK, [str(batch.public_id)])
    return batch


def _one_at_a_time(source: str, region: str) -> None:
    """A double click waits here, and then finds the list that the first one made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"check:{source}:{region}"])
