"""The principal writes the report of a handover."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.models import Handover
from donations.states import AllocationState
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from verification.comparison import ComparedDevice, recipient_label
from verification.forms import ReportForm
from verification.models import Report
from verification.policies import MOST_PHOTOS, why_not_submit
from verification.views.drafting import Drafting


@require_http_methods(["GET", "POST"])
def report_submit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    seen = Handover.objects.visible_to(request.actor).select_related("school", "pledge__donor__organisation")
    handover = get_object_or_404(seen, public_id=public_id)
    request.actor.must(Permission.REPORT_SUBMIT)
    report = Report.objects.filter(handover=handover).first()
    if reason := why_not_submit(handover, report):
        messages.info(request, reason)
        return _elsewhere(handover, report)
    drafting = Drafting(handover, report, request.actor, frozenset(request.POST.getlist("lepas")))
    form = ReportForm(handed_over=drafting.handed_over, initial=drafting.first_values())
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, handed_over=drafting.handed_over)
        if sent := drafting.send(form):
            messages.success(request, _("Laporan terkirim. Validator akan memeriksanya."))
            return redirect("verification:report_detail", sent.public_id)
    form.ask_for_photos(not drafting.has_photos)
    return render(request, "verification/report_submit.html", _context(drafting, form))


def _elsewhere(handover: Handover, report: Report | None) -> HttpResponseRedirect:
    if report:
        return redirect("verification:report_detail", report.public_id)
    return redirect("donations:handover_detail", handover.public_id)


def _context(drafting: Drafting, form: ReportForm) -> dict[str, object]:
    allocations = drafting.handover.allocations.filter(state=AllocationState.HANDED_OVER)
    devices = allocations.select_related("device", "line", "need__recipient").order_by("need__promised_rank", "pk")
    return {
        "form": form,
        "handover": drafting.handover,
        "report": drafting.report,
        "returned": drafting.report.verdicts.order_by("-pk").first() if drafting.report else None,
        "devices": [ComparedDevice(one, recipient_label(one.need.recipient, drafting.actor)) for one in devices],
        "earlier": drafting.earlier,
        "drafts": drafting.drafts,
        "dropped": drafting.dropped,
        "most_photos": MOST_PHOTOS,
    }
