"""A person agrees to a proposal, or to some of its lines: each becomes a pledge to its school, all in one transaction."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.actions.place import Placed
from donations.actions.place_line import Gifts, place_line
from donations.models import Aggregator, Allowance, LedgerEntry, MatchingLine, MatchingRun, Wish
from donations.policies_allowance import is_gate_open, room_of
from donations.policies_matching import only_own_ground, why_not_confirm
from donations.states import LINE_MOVES, MATCHING_MOVES, LineState, MatchingState
from donations.stock import lots_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move, move_all
from ksbb.notifications import outbox

_CHANGED = ["state", "applied_quantity", "pledge", "why", "updated_at"]


@transaction.atomic
def confirm_matching(*, run: MatchingRun, actor: Actor, chosen: Collection[int] | None = None) -> MatchingRun:
    """`chosen`: the keys of the lines that are agreed to, None for all; the others are LEFT_OUT.

    Needs, caps, gates and gifts may have moved since: what cannot be held is MOVED, or applied in part, and its devices wait for
    the next run (the wish stays open with the rest). Sent twice, or by two people at once, it is applied once.
    """
    actor.must(Permission.MATCHING_RUN)
    only_own_ground(run, actor)
    found = MatchingRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if found.state == MatchingState.CONFIRMED:
        return found
    lines = _lines(found, chosen)
    refuse_if(why_not_confirm(found, len(lines)))
    gifts = _held(lines)
    for line in lines:
        left = gifts.left_of(line)
        _settle(line, place_line(line=line, gifts=gifts, actor=actor), left)
    MatchingLine.objects.bulk_update(lines, _CHANGED, batch_size=500)
    rest = found.lines.filter(state=LineState.PROPOSED).exclude(pk__in=[line.pk for line in lines])
    move_all(rest, [LineState.PROPOSED], LineState.LEFT_OUT, LINE_MOVES)
    now, by = timezone.now(), actor.user_id or 0
    move(found, MatchingState.CONFIRMED, MATCHING_MOVES, confirmed_at=now, confirmed_by_id=by)
    applied = [line for line in lines if line.state == LineState.APPLIED]
    devices = sum(line.applied_quantity for line in applied)
    trail.record("matching.confirmed", found, actor=actor, lines=len(applied), devices=devices)
    if found.options.get("order"):
        outbox.post(
            "donations/matching_applied",
            to=[by] if by else [],
            path=reverse("donations:matching_detail", args=[found.public_id]),
            once=f"matching_applied:{found.pk}",
            devices=devices,
        )
    return found


def _lines(run: MatchingRun, chosen: Collection[int] | None) -> list[MatchingLine]:
    lines = run.lines.filter(state=LineState.PROPOSED, is_forbidden=False)
    if chosen is not None:
        lines = lines.filter(pk__in=chosen)
    return list(lines.select_related("school__organisation").order_by("school_id", "need_class", "pk"))


def _held(lines: Collection[MatchingLine]) -> Gifts:
    """Stores, wishes, then caps, each in one order: two confirmations, or one and a basket, never wait for each other in a
    circle."""
    lots = LedgerEntry.objects.filter(pk__in={line.lot_id for line in lines if line.lot_id})
    books = Aggregator.objects.locked().filter(pk__in=lots.values("aggregator")).order_by("pk")
    stores = {book.pk: book for book in books}
    kept = lots_of(lots)
    found = Wish.objects.filter(pk__in={line.wish_id for line in lines if line.wish_id}).select_related("donor")
    wishes = {wish.pk: wish for wish in found.order_by("pk").select_for_update(of=("self",), no_key=True)}
    caps = Allowance.objects.filter(school__in={line.school_id for line in lines})
    list(caps.order_by("school_id", "need_class").select_for_update(no_key=True).values_list("pk"))
    return Gifts(wishes, stores, {lot.entry.pk: lot.entry for lot in kept}, {lot.entry.pk: lot.free for lot in kept})


def _settle(line: MatchingLine, placed: Placed, left: int) -> None:
    """What became of the line; the caller writes it."""
    line.state = LineState.APPLIED if placed.held else LineState.MOVED
    line.pledge, line.applied_quantity, line.updated_at = placed.pledge, placed.held, timezone.now()
    if placed.held < line.quantity:
        line.why = line.why | {"less": _why_less(line, left)}


def _why_less(line: MatchingLine, left: int) -> str:
    """In a code: the gift was taken back or went elsewhere, the school's gate, its cap, or others were quicker."""
    if left < line.quantity:
        return "gift"
    if not is_gate_open(line.school_id) or line.school.is_closed or not line.school.accepted_at:
        return "gate"
    if room_of(line.school_id, line.need_class) == 0:
        return "cap"
    return "taken"
