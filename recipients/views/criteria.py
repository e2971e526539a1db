"""The criteria in their versions: what each says, what it changed, and what can be done with it now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission
from recipients.criteria import BadCriteria, Clause, parse
from recipients.criteria_policies import UNFINISHED, why_not_draft, why_not_propose
from recipients.models import CriteriaSet
from recipients.policies import why_not_publish
from recipients.reading_aloud import Difference, differences, gives, read
from recipients.states import CriteriaState


@dataclass(frozen=True)
class Rule:
    """One clause as a page shows it. `number` is its place in the whole list, from 0."""

    number: int
    clause: Clause
    says: str
    gives: str


@require_GET
def criteria_list(request: ActorRequest) -> HttpResponse:
    versions = CriteriaSet.objects.visible_to(request.actor).order_by("kind", "-version")
    return render(request, "recipients/criteria_list.html", {"versions": versions})


@require_GET
def criteria_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    actor = request.actor
    criteria = get_object_or_404(CriteriaSet.objects.visible_to(actor), public_id=public_id)
    is_draft, is_proposed = criteria.state == CriteriaState.DRAFT, criteria.state == CriteriaState.PROPOSED
    writes = actor.may(Permission.CRITERIA_EDIT)
    previous = previous_of(criteria)
    context = {
        "criteria": criteria,
        **rules_of(criteria),
        "previous": previous,
        "differences": differences_of(previous, criteria),
        "writes": writes,
        "is_draft": is_draft,
        "is_proposed": is_proposed,
        "is_scheduled": criteria.state == CriteriaState.SCHEDULED,
        "follower": follower_of(criteria),
        "returned": criteria.returns.order_by("-pk").first() if is_draft or is_proposed else None,
        "why_not_draft": why_not_draft(criteria) if writes else "",
        "why_not_propose": why_not_propose(criteria) if writes else "",
        "why_not_publish": why_not_publish(criteria, actor) if writes else "",
        "events": history_of(criteria, actor) if writes else [],
    }
    return render(request, "recipients/criteria_detail.html", context)


def rules_of(criteria: CriteriaSet) -> dict[str, list[Rule]]:
    """The clauses in two lists, each in the version's order; a stored list that no longer parses shows nothing."""
    try:
        clauses = parse(criteria.clauses)
    except BadCriteria:
        clauses = ()
    rules = [Rule(number, clause, read(clause), gives(clause)) for number, clause in enumerate(clauses)]
    return {
        "required": [rule for rule in rules if rule.clause.kind == "required"],
        "weighted": [rule for rule in rules if rule.clause.kind == "weighted"],
    }


def previous_of(criteria: CriteriaSet) -> CriteriaSet | None:
    """What a version is compared with: the one in force while it is not finished, else the published one before it."""
    if criteria.state in UNFINISHED:
        return CriteriaSet.objects.in_force(criteria.kind)
    published = CriteriaSet.objects.filter(kind=criteria.kind, published_at__isnull=False)
    return published.filter(version__lt=criteria.version).order_by("-version").first()


def follower_of(criteria: CriteriaSet) -> CriteriaSet | None:
    """The agreed version that takes the place of the one in force on its day."""
    if criteria.state != CriteriaState.PUBLISHED:
        return None
    return CriteriaSet.objects.scheduled(criteria.kind)


def differences_of(previous: CriteriaSet | None, criteria: CriteriaSet) -> list[Difference]:
    try:
        return differences(parse(previous.clauses), parse(criteria.clauses)) if previous else []
    except BadCriteria:
        return []
