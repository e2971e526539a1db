"""The day has come: the school is asked, device by device, and some devices are to be shown in a photo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from donations.models import Custody, Device
from donations.states import AllocationState, DeviceState
from ksbb.common.states import move_all
from verification.actions.install_first_instruments import install_first_instruments
from verification.models import Instrument, UseAnswer, UseRound
from verification.states import USE_ROUND_MOVES, UseRoundState
from verification.use import TERM, to_show
from verification.use_letters import tell_schools

BATCH = 200
_LEFT = (UseAnswer.Says.MOVED, UseAnswer.Says.GRADUATED)


def ask_use(*, today: date | None = None) -> int:
    """WAITING → ASKED for every round whose day has come, in batches; returns how many. Two workers share the rounds."""
    install_first_instruments()
    day, asked, count = today or timezone.localdate(), 0, BATCH
    while count == BATCH:
        count = _batch(day)
        asked += count
    return asked


@transaction.atomic
def _batch(today: date) -> int:
    """The term begins with the question, also where the question comes late."""
    due = UseRound.objects.filter(state=UseRoundState.WAITING, asks_on__lte=today).order_by("asks_on", "id")
    rounds = list(due.select_for_update(skip_locked=True, of=("self",), no_key=True).select_related("school")[:BATCH])
    if not rounds:
        return 0
    instrument = Instrument.objects.filter(purpose=Instrument.Purpose.DEVICE_USE, state="published").first()
    now = timezone.now()
    rows = UseRound.objects.filter(pk__in=[one.pk for one in rounds])
    move_all(
        rows, [UseRoundState.WAITING], UseRoundState.ASKED, USE_ROUND_MOVES,
        asked_at=now, due_on=today + TERM, instrument=instrument,
    )  # fmt: skip
    answers = _answers(rounds)
    UseAnswer.objects.bulk_create(answers, batch_size=2_000)
    filled = {answer.round_id for answer in answers}
    # Where every device is in a case or has left with its pupil, there is nothing to ask.
    empty = rows.exclude(pk__in=filled)
    move_all(empty, [UseRoundState.ASKED], UseRoundState.ANSWERED, USE_ROUND_MOVES, answered_at=now, answered_by_id=0)
    tell_schools("verification/use_asked", [one for one in rounds if one.pk in filled], day=today, due_on=today + TERM)
    return len(rounds)


def _answers(rounds: Sequence[UseRound]) -> list[UseAnswer]:
    """One empty answer for each device in use."""
    found: dict[int, list[Device]] = defaultdict(list)
    for device in _in_use([one.handover_id for one in rounds]):
        found[device.allocation.handover_id].append(device)  # type: ignore[union-attr, index]
    made = []
    for one in rounds:
        devices = found[one.handover_id]
        shown = to_show(str(one.public_id), [str(device.public_id) for device in devices])
        made += [
            UseAnswer(round=one, device=device, region=one.region, to_show=str(device.public_id) in shown)
            for device in devices
        ]
    return made


def _in_use(handovers: Iterable[int]) -> QuerySet[Device]:
    """Of these handovers, without those that left the school with the pupil who owns them."""
    left = UseAnswer.objects.filter(device=OuterRef("pk"), says__in=_LEFT, round__state=UseRoundState.ANSWERED)
    devices = Device.objects.filter(
        allocation__handover__in=handovers, allocation__state=AllocationState.HANDED_OVER, state=DeviceState.IN_USE
    )
    return (
        devices.exclude(Exists(left), custody=Custody.OWNED)
        .select_related("allocation")
        .only("public_id", "region", "allocation__handover_id")
        .order_by("pk")
    )
