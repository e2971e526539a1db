"""Gates that close and open by themselves: a school is late with its reports, and then no longer."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from donations.actions.hold_gates import hold_gates
from donations.models import AllowanceChange, Gate
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM


def turn_gates(schools: Collection[int], *, is_open: bool, reason: str) -> list[int]:
    """The keys of the schools whose gate turned. A gate that a person closed is never touched, and stays a person's.

    Closing leaves a closed gate alone; opening opens only what closed by itself. Must run inside the caller's transaction.
    """
    turned = [gate for gate in hold_gates(schools).values() if _may_turn(gate, is_open)]
    if not turned:
        return []
    Gate.objects.filter(pk__in=[gate.pk for gate in turned]).update(
        is_open=is_open, is_automatic=not is_open, reason=reason[:300], updated_at=timezone.now()
    )
    AllowanceChange.objects.bulk_create(
        AllowanceChange(
            school_id=gate.school_id,
            region=gate.region,
            kind=AllowanceChange.Kind.GATE,
            before=int(not is_open),
            asked=int(is_open),
            after=int(is_open),
            reason=reason[:300],
        )
        for gate in turned
    )
    trail.record_many("gate.opened" if is_open else "gate.closed", turned, actor=SYSTEM)
    return sorted(gate.school_id for gate in turned)


def _may_turn(gate: Gate, is_open: bool) -> bool:
    return gate.is_automatic and not gate.is_open if is_open else gate.is_open
