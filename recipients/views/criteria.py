"""The criteria in their versions, to read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ksbb.accounts.requests import ActorRequest
from recipients.models import CriteriaSet


@require_GET
def criteria_list(request: ActorRequest) -> HttpResponse:
    versions = CriteriaSet.objects.visible_to(request.actor).order_by("kind", "-version")
    return render(request, "recipients/criteria_list.html", {"versions": versions})


@require_GET
def criteria_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    criteria = get_object_or_404(CriteriaSet.objects.visible_to(request.actor), public_id=public_id)
    clauses = sorted(criteria.clauses, key=lambda clause: -clause.get("weight", 0))
    context = {
        "criteria": criteria,
        "required": [clause for clause in clauses if clause["kind"] == "required"],
        "weighted": [clause for clause in clauses if clause["kind"] == "weighted"],
    }
    return render(request, "recipients/criteria_detail.html", context)
