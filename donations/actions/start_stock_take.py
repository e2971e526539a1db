"""Somebody begins to count the devices of a school."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from donations.models import StockTake
from donations.policies_loans import only_counter, why_not_start_count
from donations.school_devices import countable
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused, refuse_if
from schools.models import School


@transaction.atomic
def start_stock_take(*, school: School, actor: Actor) -> StockTake:
    """By the school's keepers or an officer over its ground; one at a time in a school. Raises Refused."""
    only_counter(school, actor)
    refuse_if(why_not_start_count(school))
    try:
        with transaction.atomic():
            take = StockTake.objects.create(
                school=school,
                region=school.region,
                started_at=timezone.now(),
                started_by_id=actor.user_id or 0,
                expected=countable(school).count(),
            )
    except IntegrityError as error:
        if "stocktake_one_open" in str(error):
            raise Refused(why_not_start_count(school) or "") from error
        raise
    trail.record("stock_take.started", take, actor=actor)
    return take
