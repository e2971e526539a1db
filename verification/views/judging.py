"""The sheet on which a report lies beside what was promised, and the validator's word on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from verification.actions.claim_next import claim_next
from verification.actions.claim_report import claim_report
from verification.actions.decide import decide
from verification.claims import CLAIM_LASTS
from verification.comparison import compare
from verification.forms import DecisionForm
from verification.models import Report
from verification.policies import why_not_judge, why_not_verify
from verification.policies_appeals import appeal_until, why_not_appeal
from verification.reasons import About, about, marks_of
from verification.risk import facts_of
from verification.states import ReportState
from verification.views.following import following


def seen_reports(actor: Actor) -> QuerySet[Report]:
    return Report.objects.visible_to(actor).select_related(
        "handover__school__district", "handover__pledge__donor__organisation"
    )


@require_GET
@people_shown(Read.Kind.LIST)
def report_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Who may judge it holds it from now on, so that a second validator sees that somebody is at work (promise 19)."""
    report = get_object_or_404(seen_reports(request.actor), public_id=public_id)
    return _sheet(request, report, DecisionForm())


@require_POST
def report_decide(request: ActorRequest, public_id: UUID) -> HttpResponse:
    report = get_object_or_404(seen_reports(request.actor), public_id=public_id)
    request.actor.must(Permission.REPORT_VERIFY)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _sheet(request, report, form)
    if form.wants_confirmation and not why_not_verify(report, request.actor):
        return render(request, "verification/report_reject.html", {"report": report, "form": form})
    decision, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
    try:
        decide(report=report, decision=decision, reason=reason, marks=form.given, actor=request.actor)
    except Refused as no:
        messages.warning(request, no.reason)
    except StaleState:
        messages.warning(request, _("Laporan ini baru saja diputus orang lain. Muat ulang halaman."))
    else:
        messages.success(request, _said(report, decision))
        return _to_the_next(request, report)
    return redirect("verification:report_detail", report.public_id)


def _to_the_next(request: ActorRequest, report: Report) -> HttpResponseRedirect:
    """Straight on to the next free report; with nothing left, back to the one just judged."""
    following = claim_next(actor=request.actor, after=report)
    if following is None:
        messages.info(request, _("Tidak ada lagi laporan yang bebas untuk Anda."))
    return redirect("verification:report_detail", (following or report).public_id)


def _said(report: Report, decision: str) -> str:
    return {
        ReportState.VERIFIED: _("%(school)s: laporan dinyatakan benar. Angka publik sudah bergerak."),
        ReportState.RETURNED: _("%(school)s: laporan dikembalikan ke sekolah dengan alasan Anda."),
        ReportState.REJECTED: _("%(school)s: laporan ditolak. Kebutuhannya kembali terbuka."),
    }[ReportState(decision)] % {"school": report.handover.school.name}


def _sheet(request: ActorRequest, report: Report, form: DecisionForm) -> HttpResponse:
    actor = request.actor
    judges = actor.may(Permission.REPORT_VERIFY)
    why_not = why_not_verify(report, actor) if judges else None
    if judges and why_not is None and not claim_report(report=report, actor=actor):
        report.refresh_from_db()
        why_not = why_not_verify(report, actor)
    sheet, findings = compare(report, actor), facts_of(report.risk_facts)
    verdict = sheet.verdicts[0] if sheet.verdicts else None
    appeals = actor.may(Permission.VERDICT_APPEAL) and why_not_appeal(report, verdict) is None
    context = {
        "report": report,
        "handover": report.handover,
        "sheet": sheet,
        "findings": findings,
        "others": [fact for fact in findings if fact.code not in sheet.shown],
        "verdicts": [(verdict, marks_of(verdict.reasons)) for verdict in sheet.verdicts],
        "events": history_of([report.handover.pledge, report.handover, report], actor),
        "form": form,
        "judges": judges,
        "why_not": why_not,
        "is_open": judges and why_not is None,
        "is_told": not judges or why_not_judge(actor) is None,
        "minutes": CLAIM_LASTS.seconds // 60,
        "photo_reasons": about(About.PHOTO),
        "device_reasons": about(About.DEVICE),
        "appeal": report.appeals.order_by("-pk").first() if verdict else None,
        "may_appeal": appeal_until(verdict) if appeals and verdict else None,
        "is_ours": actor.organisation_id == report.handover.school.organisation_id,
        "after": following(report, actor),
    }
    return render(request, "verification/report_detail.html", context)
