"""The doors through which later floors move needs. Each is one statement over the needs it is given."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from ksbb.common.states import StaleState, move_all
from recipients.actions.declare_needs import declare_needs
from recipients.models import Need
from recipients.states import NEED_MOVES, NeedState


def promise(*, school_id: int, need_class: str, quantity: int) -> list[int]:
    """Reserve up to `quantity` open needs of the school, highest priority first; returns their ids in that order.

    Rows that somebody else is taking right now are skipped, so that a hundred donors never wait for each other. Fewer ids
    than asked means that no more is left or that others hold the rest. Must run inside the caller's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH chosen AS (
                SELECT id FROM recipients_need
                WHERE school_id = %s AND need_class = %s AND state = 'open'
                ORDER BY rank_key, id LIMIT %s FOR UPDATE SKIP LOCKED
            )
            UPDATE recipients_need n SET state = 'reserved', reserved_at = %s, updated_at = %s
            FROM chosen WHERE n.id = chosen.id RETURNING n.id, n.rank_key
            """,
            [school_id, need_class, quantity, timezone.now(), timezone.now()],
        )
        return [need for _rank, need in sorted((rank, need) for need, rank in cursor.fetchall())]


def release(need_ids: Sequence[int]) -> None:
    """Back to the pool: the promise was withdrawn or expired."""
    _all(need_ids, NeedState.RESERVED, NeedState.OPEN, reserved_at=None)
    _look_again(need_ids)


def deliver(need_ids: Sequence[int]) -> None:
    """The device was handed over; proof is still to come."""
    _all(need_ids, NeedState.RESERVED, NeedState.DELIVERED, delivered_at=timezone.now())


def meet(need_ids: Sequence[int]) -> None:
    """The validator verified the handover."""
    _all(need_ids, NeedState.DELIVERED, NeedState.MET, met_at=timezone.now())


def reopen(need_ids: Sequence[int]) -> None:
    """The proof was rejected: the need is open again."""
    _all(need_ids, NeedState.DELIVERED, NeedState.OPEN, reserved_at=None, delivered_at=None)
    _look_again(need_ids)


def _look_again(need_ids: Sequence[int]) -> None:
    """A promise may have kept a need alive whose person is no longer eligible."""
    declare_needs(recipient_ids=list(Need.objects.filter(pk__in=need_ids).values_list("recipient_id", flat=True)))


def _all(need_ids: Sequence[int], source: str, to: str, **stamps: object) -> None:
    needs = Need.objects.filter(pk__in=need_ids)
    if move_all(needs, [source], to, NEED_MOVES, **stamps) != len(set(need_ids)):
        raise StaleState(f"needs: not all of {len(need_ids)} were {source}")
