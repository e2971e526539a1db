"""Make a list of people whom an office is asked about."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.territories.models import Territory
from recipients.exchange import askable, why_not_export
from recipients.models import CheckBatch, CheckSource

# Twelve consonants of 48 random bits: no spreadsheet takes them for a number, and they make no word.
_LINES = """
INSERT INTO recipients_checkline (batch_id, recipient_id, region, reference, is_answered)
SELECT %s, person.id, person.region,
       translate(left(replace(gen_random_uuid()::text, '-', ''), 12), '0123456789abcdef', 'BCDFGHJKLMNPQRST'), FALSE
FROM ({people}) AS person (id, region)
"""
_TRIES = 3


@transaction.atomic
def export_check_list(*, source: str, region: str, actor: Actor) -> CheckBatch:
    """The list of everybody on the ground `region` who may be asked about, in one statement; only references are made here,
    the numbers are written when the list is downloaded. Raises Refused for a list that waits already or would be empty.
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
    batch.people = _write_lines(batch)
    batch.save(update_fields=["people", "updated_at"])
    trail.record("check.exported", batch, actor=actor, people=batch.people, source=source)
    return batch


def _one_at_a_time(source: str, region: str) -> None:
    """A double click waits here, and then finds the list that the first one made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"check:{source}:{region}"])


def _write_lines(batch: CheckBatch) -> int:
    people, params = askable(batch.region).values_list("pk", "region").query.sql_with_params()
    for attempt in range(_TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_LINES.format(people=people), [batch.pk, *params])
                return int(cursor.rowcount)
        except IntegrityError:  # two references alike, once in twenty thousand lists of a whole city
            if attempt == _TRIES - 1:
                raise
    return 0
