"""The sheet on which a report lies beside what was promised, and the validator's word on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from verification.actions.decide import decide
from verification.comparison import compare
from verification.forms import DecisionForm
from verification.models import Report
from verification.policies import why_not_verify
from verification.states import ReportState


def _seen(actor: Actor) -> QuerySet[Report]:
    return Report.objects.visible_to(actor).select_related(
        "handover__school__district", "handover__pledge__donor__organisation"
    )


@require_GET
def report_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    report = get_object_or_404(_seen(request.actor), public_id=public_id)
    return _sheet(request, report, DecisionForm())


@require_POST
def report_decide(request: ActorRequest, public_id: UUID) -> HttpResponse:
    report = get_object_or_404(_seen(request.actor), public_id=public_id)
    request.actor.must(Permission.REPORT_VERIFY)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _sheet(request, report, form)
    if form.wants_confirmation and not why_not_verify(report, request.actor):
        return render(request, "verification/report_reject.html", {"report": report, "form": form})
    decision, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
    try:
        decide(report=report, decision=decision, reason=reason, actor=request.actor)
    except Refused as no:
        messages.warning(request, no.reason)
    except StaleState:
        messages.warning(request, _("Laporan ini baru saja diputus orang lain. Muat ulang halaman."))
    else:
        messages.success(request, _said(decision))
    return redirect("verification:report_detail", report.public_id)


def _said(decision: str) -> str:
    return {
        ReportState.VERIFIED: _("Laporan dinyatakan benar. Angka publik sudah bergerak."),
        ReportState.RETURNED: _("Laporan dikembalikan ke sekolah dengan alasan Anda."),
        ReportState.REJECTED: _("Laporan ditolak. Kebutuhannya kembali terbuka."),
    }[ReportState(decision)]


def _sheet(request: ActorRequest, report: Report, form: DecisionForm) -> HttpResponse:
    actor = request.actor
    judges = actor.may(Permission.REPORT_VERIFY)
    context = {
        "report": report,
        "handover": report.handover,
        "sheet": compare(report, actor),
        "events": history_of([report.handover.pledge, report.handover, report], actor),
        "form": form,
        "judges": judges,
        "why_not": why_not_verify(report, actor) if judges else None,
        "is_ours": actor.organisation_id == report.handover.school.organisation_id,
    }
    return render(request, "verification/report_detail.html", context)
