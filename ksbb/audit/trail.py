"""The one way to write the trail."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.writing import insert

FEW = 100


def record(action: str, thing: models.Model, *, actor: Actor, **facts: object) -> Event:
    """Write that `actor` did `action` ("thing.past_tense") to `thing`, in the transaction of the act itself."""
    return record_many(action, [thing], actor=actor, **facts)[0]


def record_many(action: str, things: Sequence[models.Model], *, actor: Actor, **facts: object) -> list[Event]:
    """The same act on many things, in one statement."""
    if not connection.in_atomic_block:
        raise RuntimeError("trail.record() must share the transaction of the change it tells of")
    if actor.viewer_id:
        facts["looked_on_as"] = actor.user_id
    if actor.key_id:
        facts["key"] = actor.key_id
    events = [
        Event(
            action=action,
            thing=thing._meta.label_lower,
            thing_id=thing.pk,
            user_id=actor.viewer_id or actor.user_id,
            organisation_id=actor.organisation_id,
            role=actor.role,
            region=getattr(thing, "region", "") or "",
            facts=facts,
        )
        for thing in things
    ]
    return insert(events) if len(events) < FEW else Event.objects.bulk_create(events, batch_size=2_000)
