"""The doors through which later floors move needs. Each is one statement over the needs it is given."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import OperationalError, connection
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from ksbb.common.states import StaleState, move_all
from recipients.actions.declare_needs import declare_needs
from recipients.models import Need, Recipient
from recipients.states import NEED_MOVES, NeedState

_PROMISE = """
WITH chosen AS (
    SELECT id FROM recipients_need
    WHERE school_id = %s AND need_class = %s AND state = 'open'
    ORDER BY rank_key, id LIMIT %s FOR UPDATE{skip}
)
UPDATE recipients_need n SET state = 'reserved', reserved_at = %s, updated_at = %s
FROM chosen WHERE n.id = chosen.id RETURNING n.id, n.rank_key
"""  # noqa: S608 - words of ours, values bound
# Below PostgreSQL's deadlock_timeout (1 s): whoever waits here gives way before anybody is called a victim.
PATIENCE = "700ms"


def promise(*, school_id: int, need_class: str, quantity: int, wait: bool = False) -> list[int]:
    """Reserve up to `quantity` open needs of the school, highest priority first; returns their ids in that order.

    Rows that somebody else is taking right now are skipped, so that a hundred donors never wait for each other. Fewer ids
    than asked means that no more is left or that others hold the rest; the caller then rolls its transaction back, and may
    ask again with `wait`: now it waits (PATIENCE per row) for the others' outcome. Must run inside the caller's transaction.
    """
    now = timezone.now()
    try:
        with connection.cursor() as cursor:
            if wait:
                cursor.execute("SELECT set_config('lock_timeout', %s, TRUE)", [PATIENCE])
            cursor.execute(
                _PROMISE.format(skip="" if wait else " SKIP LOCKED"), [school_id, need_class, quantity, now, now]
            )
            found = cursor.fetchall()
            if wait:
                cursor.execute("SELECT set_config('lock_timeout', '0', TRUE)")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return []
        raise
    return [need for _rank, need in sorted((rank, need) for need, rank in found)]


def release(need_ids: Sequence[int]) -> None:
    """Back to the pool: the promise was withdrawn or expired."""
    people = _hold_people(need_ids)
    _all(need_ids, NeedState.RESERVED, NeedState.OPEN, reserved_at=None)
    declare_needs(recipient_ids=people)


def deliver(need_ids: Sequence[int]) -> None:
    """The device was handed over; proof is still to come."""
    _all(need_ids, NeedState.RESERVED, NeedState.DELIVERED, delivered_at=timezone.now())


def meet(need_ids: Sequence[int]) -> None:
    """The validator verified the handover."""
    _all(need_ids, NeedState.DELIVERED, NeedState.MET, met_at=timezone.now())


def reopen(need_ids: Sequence[int]) -> None:
    """The proof was rejected: the need is open again."""
    people = _hold_people(need_ids)
    _all(need_ids, NeedState.DELIVERED, NeedState.OPEN, reserved_at=None, delivered_at=None)
    declare_needs(recipient_ids=people)


def _hold_people(need_ids: Sequence[int]) -> list[int]:
    """The people of these needs, locked as an assessment locks them (people first, in order of id, then needs).

    A promise may have kept a need alive whose person is no longer eligible, so they are looked at again; an assessment that
    runs at this moment comes before or after, never between.
    """
    people = Recipient.objects.filter(needs__in=need_ids).order_by("pk")
    return list(people.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))


def _all(need_ids: Sequence[int], source: str, to: str, **stamps: object) -> None:
    needs = Need.objects.filter(pk__in=need_ids)
    if move_all(needs, [source], to, NEED_MOVES, **stamps) != len(set(need_ids)):
        raise StaleState(f"needs: not all of {len(need_ids)} were {source}")
