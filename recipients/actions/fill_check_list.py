"""Write the next lines of a list, or say that it is ready."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import move
from ksbb.notifications import outbox
from recipients.exchange import askable
from recipients.models import CheckBatch
from recipients.states import CHECK_MOVES, CheckState

# People written in one transaction: what a killed worker loses, and how often a page sees progress.
AT_ONCE = 20_000
# Twelve consonants of 48 random bits: no spreadsheet takes them for a number, and they make no word.
_LINES = """
WITH people AS MATERIALIZED ({people}),
lines AS (
    INSERT INTO recipients_checkline (batch_id, recipient_id, region, reference, is_answered)
    SELECT %s, person.id, person.region,
           translate(left(replace(gen_random_uuid()::text, '-', ''), 12), '0123456789abcdef', 'BCDFGHJKLMNPQRST'), FALSE
    FROM people AS person (id, region)
    RETURNING recipient_id
)
SELECT count(*), max(recipient_id) FROM lines
"""
_TRIES = 3


@transaction.atomic
def fill_check_list(*, batch: CheckBatch, actor: Actor) -> CheckBatch:
    """The next AT_ONCE people in the order of their ids, in one statement; when none are left MAKING → EXPORTED, and whoever asked
    is told. Only references are made here, the numbers are written when the list is downloaded. The caller holds the row.
    """
    actor.must(Permission.CHECK_EXCHANGE)
    if not batch.counts:
        batch.counts = {"expected": askable(batch.region).count(), "last": 0}
    written, last = _write_lines(batch)
    batch.people += written
    batch.counts = batch.counts | {"last": last or batch.counts["last"]}
    batch.save(update_fields=["people", "counts", "updated_at"])
    if written < AT_ONCE:
        move(batch, CheckState.EXPORTED, CHECK_MOVES, counts={})
        trail.record("check.exported", batch, actor=actor, people=batch.people, source=batch.source)
        _tell(batch)
    return batch


def _write_lines(batch: CheckBatch) -> tuple[int, int | None]:
    """How many lines, and the last person among them."""
    people = askable(batch.region).filter(pk__gt=batch.counts["last"]).order_by("pk").values_list("pk", "region")
    statement, params = people[:AT_ONCE].query.sql_with_params()
    for attempt in range(_TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_LINES.format(people=statement), [*params, batch.pk])
                written, last = cursor.fetchone() or (0, None)
                return int(written), last
        except IntegrityError:  # two references alike, once in twenty thousand lists of a whole city
            if attempt == _TRIES - 1:
                raise
    return 0, None


def _tell(batch: CheckBatch) -> None:
    outbox.post(
        "recipients/check_ready",
        to=[batch.exported_by_id],
        path=reverse("recipients:check_detail", args=[batch.public_id]),
        once=f"check_ready:{batch.pk}",
        source=batch.source,
        people=batch.people,
    )
