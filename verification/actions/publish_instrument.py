"""The second pair of eyes agrees: from now on these questions are asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import StaleState, move, move_all
from verification.models import Instrument
from verification.policies_instruments import why_not_publish
from verification.states import INSTRUMENT_MOVES, InstrumentState


@transaction.atomic
def publish_instrument(*, instrument: Instrument, actor: Actor, seen: datetime | None = None) -> Instrument:
    """What was asked with an older version stays as it was asked. `seen`: see edit_instrument. Raises Refused, StaleState."""
    actor.must(Permission.INSTRUMENT_EDIT)
    versions = Instrument.objects.filter(purpose=instrument.purpose)
    # One at a time: only one version is in force.
    list(versions.select_for_update().order_by("pk").values_list("pk"))
    instrument = versions.get(pk=instrument.pk)
    refuse_if(why_not_publish(instrument, actor))
    if seen is not None and instrument.updated_at != seen:
        raise StaleState(f"instrument {instrument.pk}")
    in_force = versions.filter(state=InstrumentState.PUBLISHED)
    move_all(in_force, [InstrumentState.PUBLISHED], InstrumentState.RETIRED, INSTRUMENT_MOVES)
    now, who = timezone.now(), actor.user_id or 0
    move(instrument, InstrumentState.PUBLISHED, INSTRUMENT_MOVES, published_at=now, published_by_id=who)
    trail.record("instrument.published", instrument, actor=actor, version=instrument.version)
    return instrument
