"""The second pair of eyes agrees to a version of the criteria: from today, or from a day to come."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.acting import everybody_who_may
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from recipients.actions.put_into_force import put_into_force
from recipients.criteria import parse
from recipients.criteria_policies import why_not_from
from recipients.models import CriteriaSet
from recipients.policies import why_not_publish
from recipients.states import CRITERIA_MOVES, CriteriaState


@transaction.atomic
def publish_criteria(*, criteria: CriteriaSet, actor: Actor, effective_from: date | None = None) -> CriteriaSet:
    """PROPOSED → PUBLISHED at once, or → SCHEDULED when `effective_from` is a later day: the version in force then stays so
    until `begin_criteria` finds that the day has come. Raises Refused, BadCriteria, StaleState.
    """
    actor.must(Permission.CRITERIA_EDIT)
    refuse_if(why_not_publish(criteria, actor))
    today = timezone.localdate()
    day = effective_from or today
    refuse_if(why_not_from(day, today))
    stamps = {"published_at": timezone.now(), "published_by_id": actor.user_id, "effective_from": day}
    if day == today:
        return put_into_force(criteria=criteria, actor=actor, event="criteria.published", **stamps)
    parse(criteria.clauses)
    move(criteria, CriteriaState.SCHEDULED, CRITERIA_MOVES, **stamps)
    told = day.strftime("%d-%m-%Y")
    trail.record("criteria.scheduled", criteria, actor=actor, kind=criteria.kind, version=criteria.version, day=told)
    outbox.post(
        "recipients/criteria_scheduled",
        to=[user for user in everybody_who_may(Permission.CRITERIA_EDIT) if user != actor.user_id],
        path=reverse("recipients:criteria_detail", args=[criteria.public_id]),
        once=f"criteria_scheduled:{criteria.pk}:{criteria.published_at}",
        version=criteria.version,
        day=told,
    )
    return criteria
