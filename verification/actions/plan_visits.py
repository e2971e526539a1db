"""Visits are planned for many reports at once; a report is visited once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from donations.models import Allocation, Shortfall
from donations.states import AllocationState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from verification.models import SampleDraw, Visit
from verification.sampling import DUE_AFTER

BATCH = 2_000


@transaction.atomic
def plan_visits(
    *, reports: QuerySet[Any], why: str, actor: Actor, draw: SampleDraw | None = None, most: int | None = None
) -> int:
    """A visit for each of `reports` that has none, or for the first `most`; returns how many. With `draw`, `reports` carry their
    `lot` and are ordered by it.

    Two statements, however many reports. The system plans; people draw, and find that something is wrong.
    """
    actor.must(Permission.SAMPLE_DRAW)
    due_on = timezone.localdate() + DUE_AFTER.get(why, timedelta(days=30))
    columns = ("pk", "region", "expected", *(["lot"] if draw else []))
    rows = reports.filter(visit=None).annotate(expected=_expected()).values(*columns)[:most]
    visits = [
        Visit(
            report_id=row["pk"],
            region=row["region"],
            devices_expected=row["expected"],
            lot=row.get("lot"),
            draw=draw,
            why=why,
            due_on=due_on,
        )
        for row in rows
    ]
    Visit.objects.bulk_create(visits, batch_size=BATCH)
    return len(visits)


def _expected() -> Coalesce:
    """What the visitor should find: handed over, and not told missing by the school itself."""
    units = Allocation.objects.filter(handover_id=OuterRef("handover_id"), state=AllocationState.HANDED_OVER)
    there = units.exclude(shortfalls__stage=Shortfall.Stage.REPORTED).order_by().values("handover_id")
    return Coalesce(Subquery(there.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def hold_the_plan() -> None:
    """Until the end of the transaction nobody else lays visits for many: a draw and a widened sample do not cross."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('verification.plan_visits'))")
