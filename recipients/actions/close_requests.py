"""Requests come to their end: done, refused, or taken back by whoever asked."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.states import move
from recipients.models import DataRequest
from recipients.states import REQUEST_MOVES


@transaction.atomic
def close_requests(*, requests: Sequence[DataRequest], to: str, actor: Actor, ground: str = "") -> int:
    """Callers hold the rows, and have asked whether the actor may; returns how many were closed. `ground`: of a refusal."""
    now = timezone.now()
    for request in requests:
        move(request, to, REQUEST_MOVES, closed_at=now, closed_by_id=actor.user_id, ground=ground)
    trail_facts = {"ground": ground} if ground else {}
    for request in requests:
        trail.record(f"request.{to}", request, actor=actor, kind=request.kind, **trail_facts)
    return len(requests)
