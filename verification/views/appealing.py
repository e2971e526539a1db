"""What a school says against a rejection, and the coordinator's answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from verification.actions.answer_appeal import answer_appeal
from verification.actions.appeal_verdict import appeal_verdict
from verification.forms_appeals import AnswerForm, AppealForm
from verification.models import Report, VerdictAppeal
from verification.policies_appeals import appeal_until, last_verdict, why_not_appeal
from verification.reasons import marks_of
from verification.states import AppealState


@require_http_methods(["GET", "POST"])
def verdict_appeal(request: ActorRequest, public_id: UUID) -> HttpResponse:
    seen = Report.objects.visible_to(request.actor).select_related("handover__school")
    report = get_object_or_404(seen, public_id=public_id)
    request.actor.must(Permission.VERDICT_APPEAL)
    verdict = last_verdict(report)
    if (reason := why_not_appeal(report, verdict)) or verdict is None:
        messages.info(request, reason or "")
        return redirect("verification:report_detail", report.public_id)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            appeal_verdict(report=report, text=form.cleaned_data["text"], actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(
                request, _("Keberatan terkirim kepada koordinator. Jawabannya sampai lewat pemberitahuan.")
            )
            return redirect("verification:report_detail", report.public_id)
    context = {"form": form, "report": report, "verdict": verdict, "marks": marks_of(verdict.reasons)}
    return render(request, "verification/verdict_appeal.html", context | {"until": appeal_until(verdict)})


@require_GET
def appeal_list(request: ActorRequest) -> HttpResponse:
    """What waits for the coordinator, the oldest first."""
    request.actor.must(Permission.VERDICT_REVIEW)
    filed = VerdictAppeal.objects.visible_to(request.actor).filter(state=AppealState.FILED)
    rows = filed.select_related("report__handover__school__district")
    page = page_of(rows, "filed_at", "id", after=request.GET.get(PARAMETER, ""))
    return render(request, "verification/appeal_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def appeal_decide(request: ActorRequest, public_id: UUID) -> HttpResponse:
    seen = VerdictAppeal.objects.visible_to(request.actor).select_related("report__handover__school", "verdict")
    appeal = get_object_or_404(seen, public_id=public_id)
    request.actor.must(Permission.VERDICT_REVIEW)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision, answer = form.cleaned_data["decision"], form.cleaned_data["answer"]
        try:
            answer_appeal(appeal=appeal, decision=decision, answer=answer, actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        except StaleState:
            form.add_error(None, _("Laporan ini baru saja diubah orang lain. Muat ulang halaman."))
        else:
            messages.success(request, _("Keputusan disimpan; sekolah diberi tahu."))
            return redirect("verification:appeal_list")
    context = {"form": form, "appeal": appeal, "report": appeal.report, "marks": marks_of(appeal.verdict.reasons)}
    return render(request, "verification/appeal_decide.html", context)
