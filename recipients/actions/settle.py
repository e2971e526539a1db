"""The doors through which later floors move needs. Each is one statement over the needs it is given."""

from __future__ import annotations

from collections.abc import Collection

from django.db import OperationalError, connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from ksbb.common.states import StaleState, move_all
from recipients.actions.assess import assess
from recipients.actions.declare_needs import declare_needs
from recipients.models import Need, Recipient
from recipients.models.assessment import IN_FORCE
from recipients.ranking import ORDER, PLACE_KEY
from recipients.states import NEED_MOVES, NeedState

# The verdicts are looked up one by one (OFFSET 0): one school has few needs, and all verdicts are many.
_PROMISE = f"""
WITH chosen AS (
    SELECT n.id, n.turn, -a.points AS minus, n.lot, {PLACE_KEY} AS place FROM recipients_need n CROSS JOIN LATERAL (
        SELECT v.points FROM recipients_assessment v
        WHERE v.recipient_id = n.recipient_id AND v.is_newest AND v.criteria_id IN {IN_FORCE} OFFSET 0
    ) a
    WHERE n.school_id = %s AND n.need_class = %s AND n.state = 'open'
    ORDER BY {ORDER} LIMIT %s FOR UPDATE OF n{{skip}}
)
UPDATE recipients_need n SET state = 'reserved', promised_rank = c.place, reserved_at = %s, updated_at = %s
FROM chosen c WHERE n.id = c.id RETURNING c.turn, c.minus, c.lot, n.id, n.region
"""  # noqa: S608 - words of ours, values bound
# Below PostgreSQL's deadlock_timeout (1 s): whoever waits here gives way before anybody is called a victim.
PATIENCE = "700ms"


def promise(*, school_id: int, need_class: str, quantity: int, wait: bool = False) -> dict[int, str]:
    """Reserve up to `quantity` open needs of the school, highest priority first; returns id → region in that order.

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
            if wait and found:
                cursor.execute("SELECT set_config('lock_timeout', '0', TRUE)")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return {}
        raise
    return {need: region for _turn, _minus, _lot, need, region in sorted(found)}


def release(need_ids: Collection[int]) -> None:
    """Back to the pool: the promise was withdrawn or expired."""
    people = _hold_people(need_ids)
    _all(need_ids, NeedState.RESERVED, NeedState.OPEN, reserved_at=None, promised_rank=None)
    declare_needs(recipient_ids=people)


def deliver(need_ids: Collection[int]) -> None:
    """The device was handed over; proof is still to come. From now on the household counts as aided."""
    people = _hold_households(need_ids)
    _all(need_ids, NeedState.RESERVED, NeedState.DELIVERED, delivered_at=timezone.now())
    assess(recipient_ids=people)


def meet(need_ids: Collection[int]) -> None:
    """The validator verified the handover."""
    people = _hold_households(need_ids)
    _all(need_ids, NeedState.DELIVERED, NeedState.MET, met_at=timezone.now())
    assess(recipient_ids=people)


def reopen(need_ids: Collection[int]) -> None:
    """The proof was rejected: the need is open again."""
    people = _hold_households(need_ids)
    _all(need_ids, NeedState.DELIVERED, NeedState.OPEN, reserved_at=None, delivered_at=None, promised_rank=None)
    assess(recipient_ids=people)


def redeliver(need_ids: Collection[int]) -> list[int]:
    """A rejected proof is looked at anew: which of the needs stand as delivered again.

    Those that somebody else took meanwhile, or that are closed, stay as they are.
    """
    people = _hold_households(need_ids)
    now = timezone.now()
    still = Need.objects.filter(pk__in=need_ids, state=NeedState.OPEN).order_by("pk")
    back = list(still.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    _all(back, NeedState.OPEN, NeedState.RESERVED, reserved_at=now)
    _all(back, NeedState.RESERVED, NeedState.DELIVERED, delivered_at=now)
    assess(recipient_ids=people)
    return back


def renew(need_id: int) -> bool:
    """What met the need is gone for good: it is over, and the same person waits anew; once for each need.

    False when nobody waits anew: the person is no longer registered or eligible. The caller then rolls back.
    """
    people = _hold_households([need_id])
    _all([need_id], NeedState.MET, NeedState.CLOSED, closed_at=timezone.now())
    assess(recipient_ids=people)
    person = Need.objects.filter(pk=need_id).values("recipient_id")
    return Need.objects.filter(recipient__in=person, state=NeedState.OPEN).exists()


def _hold_people(need_ids: Collection[int]) -> list[int]:
    """The people of these needs, locked as an assessment locks them (people first, in order of id, then needs).

    A promise may have kept a need alive whose person is no longer eligible, so they are looked at again; an assessment that
    runs at this moment comes before or after, never between.
    """
    return _hold(Recipient.objects.filter(needs__in=need_ids))


def _hold_households(need_ids: Collection[int]) -> list[int]:
    """The same with all who live with them, wherever they go to school."""
    theirs = Recipient.objects.filter(needs__in=need_ids)
    homes = theirs.exclude(household_digest=b"").values("household_digest")
    return _hold(Recipient.objects.filter(Q(pk__in=theirs.values("pk")) | Q(household_digest__in=homes)))


def _hold(people: QuerySet[Recipient]) -> list[int]:
    rows = people.order_by("pk").select_for_update(of=("self",), no_key=True)
    return list(rows.values_list("pk", flat=True))


def _all(need_ids: Collection[int], source: str, to: str, **stamps: object) -> None:
    needs = Need.objects.filter(pk__in=need_ids)
    if move_all(needs, [source], to, NEED_MOVES, **stamps) != len(set(need_ids)):
        raise StaleState(f"needs: not all of {len(need_ids)} were {source}")
