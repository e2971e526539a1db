"""Open the seed, and give a lot to every need that has none yet, in one statement."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F, Value
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from recipients.draws import LotOf
from recipients.models import NO_LOT, Draw, Need
from recipients.rank_policies import why_not_draw_lots
from recipients.states import DRAW_MOVES, DrawState, NeedState

# A promised need takes part too: when its donor withdraws it stands in line with its own lot.
DRAWN = (NeedState.OPEN, NeedState.RESERVED, NeedState.DELIVERED)


@transaction.atomic
def draw_lots(*, draw: Draw, actor: Actor) -> Draw:
    """Another coordinator than the one who committed (Q24), and only after the commitment was public long enough.

    A lot is for life: no later draw changes it, so that nobody can draw until it pleases. Who comes later waits behind for
    the next draw. Of two who draw at once one gets StaleState.
    """
    actor.must(Permission.DRAW_HOLD)
    refuse_if(why_not_draw_lots(draw, actor))
    seed = sealing.unseal(draw.seed_sealed)
    now = timezone.now()
    move(draw, DrawState.DRAWN, DRAW_MOVES, seed=seed, drawn_at=now, drawn_by_id=actor.user_id or 0)
    _hold_needs()
    tickets = Need.objects.filter(state__in=DRAWN, lot=NO_LOT).update(
        lot=LotOf(Value(seed), F("public_id")), draw=draw, updated_at=now
    )
    Draw.objects.filter(pk=draw.pk).update(tickets=tickets)
    draw.tickets = tickets
    trail.record("draw.drawn", draw, actor=actor, tickets=tickets)
    return draw


def _hold_needs() -> None:
    """In the order of their ids, as everybody takes needs: who withdraws at this moment waits or is waited for.

    Meanwhile no donor finds a need. Lots given in parts would let promises in between, but put whoever is not drawn yet behind
    those who are: a promise of that moment would go to the wrong child. The page says so and advises a quiet hour.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM recipients_need WHERE state = ANY(%s) AND lot = %s "
            "ORDER BY id FOR NO KEY UPDATE) AS held",
            [[state.value for state in DRAWN], NO_LOT],
        )
