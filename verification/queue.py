"""The validator's queue: what may be judged by this person, the riskiest first, and among equals the one that waits longest."""

from __future__ import annotations

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.lookups import IsNull
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from verification import claims
from verification.models import Report
from verification.models.report import ReportQuerySet
from verification.parts import had_part, person_of

BY_RISK = ("risk_key", "submitted_at", "id")
ALL, FREE, MINE, AGAIN, GREEN = "menunggu", "bebas", "saya", "ulang", "hijau"
VIEWS = (ALL, FREE, MINE, AGAIN, GREEN)


def queue_of(actor: Actor) -> ReportQuerySet:
    """Waiting reports on the own ground. Who judges never finds one of the own school, giver or kelurahan here, nor one they had
    a part in; who only watches over the ground finds all."""
    waiting = Report.objects.visible_to(actor).waiting()
    if actor.user_id is None or not actor.may(Permission.REPORT_VERIFY):
        return waiting
    mine = Report.objects.filter(had_part(person_of(actor.user_id)), pk=OuterRef("pk")).values("pk")[:1]
    # As a value in a case: asked row by row in the queue's order. Of twenty conditions together the planner thinks that they leave
    # nothing, and for that it goes through every handover first: a minute among 100,000 reports.
    return waiting.filter(Case(When(IsNull(Subquery(mine), True), then=Value(True)), default=Value(False)))


def behind(queue: ReportQuerySet, report: Report) -> ReportQuerySet:
    """What follows `report` in the order BY_RISK, also when the report itself is judged already."""
    key, at = -report.risk, report.submitted_at
    later = Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=report.pk)
    return queue.filter(Q(risk_key__gt=key) | Q(risk_key=key) & later, risk_key__gte=key)


def narrowed(queue: ReportQuerySet, view: str, actor: Actor) -> ReportQuerySet:
    """One of VIEWS: all, those nobody works on, the own ones, those that come a second time, those without any finding."""
    now, me = timezone.now(), actor.user_id or 0
    if view == FREE:
        return queue.filter(claims.free_or_of(me, now))
    if view == MINE:
        return queue.filter(claims.of(me, now))
    if view == AGAIN:
        return queue.filter(returned_at__isnull=False)
    return queue.filter(is_green=True) if view == GREEN else queue
