"""A promise is changed: how many, when, what exactly, how it comes. What it holds follows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from donations.actions.assign_stock import assign_stock
from donations.actions.fulfil_if_done import fulfil_if_done
from donations.actions.hold_units import hold_units
from donations.actions.release_units import release_units
from donations.holding import Short, least_urgent, settled
from donations.models import Allocation, Pledge, PledgeLine
from donations.policies import only_giver
from donations.policies_allowance import why_not_receive
from donations.policies_promise import why_not_edit_pledge, why_not_move_to, why_not_quantity
from donations.reminding import reminded_already
from donations.states import AllocationState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.notifications import outbox


def edit_pledge(
    *,
    pledge: Pledge,
    actor: Actor,
    quantities: Mapping[int, int] | None = None,
    details: Mapping[int, Mapping[str, Any]] | None = None,
    proposed_on: date | None = None,
    **terms: Any,
) -> Pledge:
    """All of it or nothing. `quantities` and `details` by the key of the line; `terms` among delivery, drop_point, note.

    Fewer: the least urgent needs go back. More: the most urgent of those that wait are held, or NotEnoughLeft is raised;
    devices of the giver's stock stand for them at once, as when the promise was made.
    """

    def attempt(wait: bool) -> Pledge:
        actor.must(Permission.PLEDGE_CREATE)
        found = Pledge.objects.locked().get(pk=pledge.pk)
        only_giver(found, actor)
        refuse_if(why_not_edit_pledge(found))
        lines = list(found.lines.select_related("pledge__school").order_by("need_class", "pk"))
        changed = _resize(lines, quantities or {}, wait=wait)
        for line in lines:
            if said := (details or {}).get(line.pk):
                PledgeLine.objects.filter(pk=line.pk).update(**said)
        if any(more > 0 for more in changed):
            assign_stock(pledge=found, actor=actor)
        _terms(found, proposed_on, terms)
        fulfil_if_done(pledge=found)
        event = trail.record("pledge.edited", found, actor=actor, devices=sum(changed))
        _tell(found, event.pk)
        return found

    return settled(attempt)


def _resize(lines: Sequence[PledgeLine], wanted: Mapping[int, int], *, wait: bool) -> list[int]:
    """All that goes back in one go, then what is held in addition: people are locked before needs, as everywhere.

    Returns, per line that changed, plus what was added or minus what was released.
    """
    changed = [(line, wanted.get(line.pk, line.quantity) - line.quantity) for line in lines]
    changed = [(line, more) for line, more in changed if more]
    for line, more in changed:
        refuse_if(why_not_quantity(line, line.quantity + more))
    given_up: list[int] = []
    for line, more in changed:
        if more < 0:
            free = Allocation.objects.filter(line=line, state=AllocationState.RESERVED)
            given_up += least_urgent(free)[:-more]
    release_units(Allocation.objects.filter(pk__in=given_up))
    for line, more in changed:
        if more > 0:
            refuse_if(why_not_receive(line.pledge.school, line.need_class, more, lock=True))
            if hold_units(line=line, quantity=more, wait=wait) < more:
                raise Short(line.pledge.school_id, line.need_class, more)
        PledgeLine.objects.filter(pk=line.pk).update(quantity=line.quantity + more)
    return [more for _line, more in changed]


def _terms(pledge: Pledge, proposed_on: date | None, terms: Mapping[str, Any]) -> None:
    facts: dict[str, Any] = dict(terms)
    if proposed_on is not None and proposed_on != pledge.proposed_on:
        refuse_if(why_not_move_to(proposed_on))
        facts |= {"proposed_on": proposed_on, "reminded_before": reminded_already(proposed_on, timezone.localdate())}
    for name, value in facts.items():
        setattr(pledge, name, value)
    pledge.save(update_fields=[*facts, "updated_at"])


def _tell(pledge: Pledge, event: int) -> None:
    outbox.post(
        "donations/pledge_changed",
        to=people_of(pledge.school.organisation_id, Permission.HANDOVER_SCHEDULE),
        path=reverse("donations:pledge_detail", args=[pledge.public_id]),
        once=f"pledge_changed:{event}",
        school=pledge.school.name,
    )
