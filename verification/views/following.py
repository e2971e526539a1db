"""What follows a report: the visit that looked after it, the cases about it, and a case that is opened by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from verification.actions.open_case import open_case
from verification.forms_samples import CaseByHandForm
from verification.models import IntegrityCase, Report, Visit


@dataclass(frozen=True)
class Following:
    """As far as the reader may see it."""

    visit: Visit | None
    cases: Sequence[IntegrityCase]
    may_open: bool


def following(report: Report, actor: Actor) -> Following:
    """Two queries."""
    return Following(
        visit=Visit.objects.visible_to(actor).filter(report=report).first(),
        cases=list(IntegrityCase.objects.visible_to(actor).filter(report=report).order_by("-id")),
        may_open=actor.may(Permission.CASE_OPEN),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def report_case(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says what will happen; POST opens the case, or finds the one that is open for the same reason."""
    seen = Report.objects.visible_to(request.actor).select_related("handover__school__organisation")
    report = get_object_or_404(seen, public_id=public_id)
    request.actor.must(Permission.CASE_OPEN)
    form = CaseByHandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        case = open_case(
            kind=kind,
            key=f"report:{report.pk}:{kind}",
            report=report,
            organisation=report.handover.school.organisation,
            actor=request.actor,
        )
        messages.success(request, _("Perkara dibuka. Yang memutuskan hasilnya bukan Anda."))
        return redirect("verification:case_detail", case.public_id)
    return render(request, "verification/report_case.html", {"report": report, "form": form})
