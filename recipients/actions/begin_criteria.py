"""The day of an agreed version of the criteria has come: it takes force."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from ksbb.authority.actors import SYSTEM
from ksbb.common.states import StaleState
from recipients.actions.put_into_force import put_into_force
from recipients.models import CriteriaSet
from recipients.states import CriteriaState


def begin_criteria(today: date | None = None) -> int:
    """Each version whose day has come, in a transaction of its own; returns how many took force. It takes no actor: two
    coordinators agreed, the calendar does the rest. Whoever comes second, or finds it called off meanwhile, leaves it.
    """
    due = CriteriaSet.objects.filter(state=CriteriaState.SCHEDULED, effective_from__lte=today or timezone.localdate())
    return sum(_begun(criteria) for criteria in due.order_by("pk"))


def _begun(criteria: CriteriaSet) -> bool:
    try:
        put_into_force(criteria=criteria, actor=SYSTEM, event="criteria.begun")
    except StaleState:
        return False
    return True
