"""A place where devices can be left is opened, changed or closed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from donations.models import DropPoint
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden

FACTS = ("name", "region", "address", "opening", "phone", "latitude", "longitude", "is_active")


@transaction.atomic
def save_drop_point(*, actor: Actor, point: DropPoint | None = None, **facts: Any) -> DropPoint:
    """Of the own organisation; officers also those on their ground. `facts` among FACTS; closing is `is_active=False`:
    promises that name it keep it."""
    actor.must(Permission.DROP_POINT_MANAGE)
    if point is None:
        if actor.organisation_id is None:
            raise Forbidden("for an organisation")
        held = DropPoint(organisation_id=actor.organisation_id)
    else:
        held = DropPoint.objects.select_for_update(no_key=True).get(pk=point.pk)
        if not (actor.is_system or DropPoint.objects.visible_to(actor).filter(pk=held.pk).exists()):
            raise Forbidden("only the own ones")
    for name in FACTS:
        if name in facts:
            setattr(held, name, facts[name])
    held.save()
    trail.record("drop_point.saved", held, actor=actor)
    return held
