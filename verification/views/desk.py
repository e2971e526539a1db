"""The validator's desk: take the next report, keep it while working, put it back, verify many green ones at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from verification.actions.claim_next import claim_next
from verification.actions.claim_report import claim_report
from verification.actions.release_report import release_report
from verification.actions.verify_green import MOST_AT_ONCE, verify_green
from verification.claims import holder_of
from verification.models import Report
from verification.policies import held_by
from verification.queue import queue_of


@require_POST
def desk_next(request: ActorRequest) -> HttpResponse:
    """Take the riskiest free report and open it."""
    request.actor.must(Permission.REPORT_VERIFY)
    passed = Report.objects.visible_to(request.actor).filter(public_id__in=_ids(request, "lewati")).first()
    try:
        report = claim_next(actor=request.actor, after=passed)
    except Refused as no:
        messages.warning(request, no.reason)
        return redirect("accounts:person_tell")
    if passed is not None and report is not None:
        release_report(report=passed, actor=request.actor)
    if report is None:
        messages.info(request, _("Tidak ada laporan yang bebas untuk Anda saat ini."))
        return redirect("verification:report_list")
    return redirect("verification:report_detail", report.public_id)


@require_POST
def report_claim(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """From the list a page, from the open sheet (which says so) a word: whether it is still the own."""
    report = get_object_or_404(Report.objects.visible_to(request.actor), public_id=public_id)
    mine = claim_report(report=report, actor=request.actor)
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204 if mine else 409)
    if not mine:
        report.refresh_from_db()
        holder = holder_of(report)
        messages.warning(request, held_by(holder) if holder else _("Laporan ini sudah diputus."))
        return redirect("verification:report_list")
    return redirect("verification:report_detail", report.public_id)


@require_POST
def report_release(request: ActorRequest, public_id: UUID) -> HttpResponse:
    report = get_object_or_404(Report.objects.visible_to(request.actor), public_id=public_id)
    if release_report(report=report, actor=request.actor):
        messages.success(request, _("Laporan dilepas; validator lain dapat mengambilnya."))
    return redirect("verification:report_list")


@require_POST
def desk_verify(request: ActorRequest) -> HttpResponse:
    """Many green ones: first the page that asks once, then each in a transaction of its own, then what became of each."""
    request.actor.must(Permission.REPORT_VERIFY)
    chosen = queue_of(request.actor).filter(public_id__in=_ids(request, "pilih"))
    reports = list(chosen.select_related("handover__school").order_by("pk")[:MOST_AT_ONCE])
    if not reports:
        messages.warning(request, _("Pilih dulu laporan hijau yang ingin diverifikasi."))
        return redirect("verification:report_list")
    if "pasti" not in request.POST:
        return render(request, "verification/desk_confirm.html", {"reports": reports})
    outcomes = verify_green(reports=reports, actor=request.actor)
    context = {"outcomes": outcomes, "verified": sum(1 for one in outcomes if not one.problem)}
    return render(request, "verification/desk_result.html", context)


def _ids(request: ActorRequest, name: str) -> list[UUID]:
    """What the page sent; anything that is no id is left out."""
    found = []
    for text in request.POST.getlist(name)[:MOST_AT_ONCE]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
