"""A version of the criteria takes the place of the one in force, and everybody is judged by it."""

from __future__ import annotations

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.acting import everybody_who_may
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.states import move
from ksbb.notifications import outbox
from recipients.actions.declare_needs import declare_needs
from recipients.actions.fold_tallies import fold_soon
from recipients.actions.judge_everybody import judge_everybody
from recipients.criteria import parse
from recipients.models import CriteriaSet
from recipients.states import CRITERIA_MOVES, CriteriaState


@transaction.atomic
def put_into_force(*, criteria: CriteriaSet, actor: Actor, event: str, **stamps: object) -> CriteriaSet:
    """The version before is retired, its verdicts stay as they were. Two at once: one moves, the other gets StaleState.

    `event` is what the trail says, `stamps` are written with the move. Raises BadCriteria for a clause outside the allow-list.
    """
    parse(criteria.clauses)
    previous = CriteriaSet.objects.in_force(criteria.kind)
    if previous is not None:
        move(previous, CriteriaState.RETIRED, CRITERIA_MOVES, retired_at=timezone.now())
    move(criteria, CriteriaState.PUBLISHED, CRITERIA_MOVES, **stamps)
    trail.record(event, criteria, actor=actor, kind=criteria.kind, version=criteria.version)
    judge_everybody(criteria=criteria)
    declare_needs(kind=criteria.kind)
    _order_anew()
    outbox.post(
        "recipients/criteria_published",
        to=[user for user in everybody_who_may(Permission.CRITERIA_EDIT) if user != actor.user_id],
        path=reverse("recipients:criteria_detail", args=[criteria.public_id]),
        once=f"criteria_published:{criteria.pk}",
        version=criteria.version,
    )
    return criteria


def _order_anew() -> None:
    """Every school is written into the log of changes without a change: the next fold orders all of them by the new points."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO recipients_needdelta (school_id, need_class, region, open, reserved, delivered, met) "
            "SELECT school_id, need_class, region, 0, 0, 0, 0 FROM recipients_needtally"
        )
    fold_soon()
