"""A school that does not answer is reminded, warned, and in the end receives nothing new until it does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.hold_gates import hold_gates
from donations.actions.turn_gates import turn_gates
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from ksbb.common.states import move_all
from verification.models import UseRound
from verification.states import USE_ROUND_MOVES, UseRoundState
from verification.use import GRACE, REMIND_AFTER, TERM
from verification.use_letters import tell_schools

BATCH = 200


def press_use(*, today: date | None = None) -> int:
    """Returns how many rounds were warned of or became late. Two workers at once do each step once."""
    day = today or timezone.localdate()
    _remind(day)
    return _all(day, UseRoundState.WARNED) + _all(day, UseRoundState.LATE)


@transaction.atomic
def _remind(today: date) -> None:
    """Once for each term, also when a day was missed: the letter's name is the term."""
    waiting = UseRound.objects.filter(
        state=UseRoundState.ASKED, due_on__gt=today, due_on__lte=today + TERM - REMIND_AFTER
    ).select_related("school")
    terms: dict[date, list[UseRound]] = {}
    for one in waiting.order_by("due_on", "id"):
        terms.setdefault(one.due_on, []).append(one)
    for due_on, rounds in terms.items():
        tell_schools("verification/use_reminder", rounds, day=due_on, due_on=due_on)


def _all(today: date, to: str) -> int:
    moved, count = 0, BATCH
    while count == BATCH:
        count = _batch(today, to)
        moved += count
    return moved


@transaction.atomic
def _batch(today: date, to: str) -> int:
    """The gates of late schools are held before their rounds, as by whoever answers."""
    source, since, stamp = {
        UseRoundState.WARNED: (UseRoundState.ASKED, today, "warned_at"),
        UseRoundState.LATE: (UseRoundState.WARNED, today - GRACE, "late_at"),
    }[UseRoundState(to)]
    due = UseRound.objects.filter(state=source, due_on__lte=since).order_by("due_on", "id")
    rounds = list(due.select_related("school")[:BATCH])
    if not rounds:
        return 0
    if to == UseRoundState.LATE:
        hold_gates({one.school_id for one in rounds})
    held = UseRound.objects.filter(pk__in=[one.pk for one in rounds], state=source).order_by("pk")
    still = set(held.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    move_all(UseRound.objects.filter(pk__in=still), [source], to, USE_ROUND_MOVES, **{stamp: timezone.now()})
    _tell([one for one in rounds if one.pk in still], to, today)
    return len(rounds)


def _tell(rounds: Sequence[UseRound], to: str, today: date) -> None:
    if to == UseRoundState.WARNED:
        tell_schools("verification/use_warning", rounds, day=today, due_on=today + GRACE)
        return
    if rounds:
        turn_gates({one.school_id for one in rounds}, is_open=False, reason=_("Laporan pemakaian gawai terlambat."))
        tell_schools("verification/use_late", rounds, day=today)
        trail.record_many("use_round.late", rounds, actor=SYSTEM)
