"""The principal writes the report of a handover."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.models import Handover
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from verification.forms import ReportForm
from verification.models import Report, Verdict
from verification.policies import MOST_PHOTOS, why_not_submit
from verification.reasons import About, Mark, marks_of
from verification.views.arriving import Arrivals
from verification.views.drafting import Drafting


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.LIST)
def report_submit(request: ActorRequest, public_id: UUID) -> HttpResponse:
    seen = Handover.objects.visible_to(request.actor).select_related("school", "pledge__donor__organisation")
    handover = get_object_or_404(seen, public_id=public_id)
    request.actor.must(Permission.REPORT_SUBMIT)
    report = Report.objects.filter(handover=handover).first()
    if reason := why_not_submit(handover, report):
        messages.info(request, reason)
        return _elsewhere(handover, report)
    returned = report.verdicts.order_by("-pk").first() if report else None
    marks = marks_of(returned.reasons) if returned else []
    drafting = Drafting(handover, report, request.actor, frozenset((request.POST or request.GET).getlist("lepas")))
    form, data = ReportForm(initial=drafting.first_values()), request.POST if request.method == "POST" else None
    arrivals = Arrivals(handover, request.actor, data, marks)
    if data is not None:
        form = ReportForm(data, request.FILES)
        if sent := drafting.send(form, arrivals):
            messages.success(request, _("Laporan terkirim. Validator akan memeriksanya."))
            return redirect("verification:report_detail", sent.public_id)
    form.ask_for_photos(not drafting.has_photos)
    is_piece = request.htmx and data is None
    template = "verification/partials/_sent_photos.html" if is_piece else "verification/report_submit.html"
    return render(request, template, _context(drafting, form, arrivals, returned, marks))


def _elsewhere(handover: Handover, report: Report | None) -> HttpResponseRedirect:
    if report:
        return redirect("verification:report_detail", report.public_id)
    return redirect("donations:handover_detail", handover.public_id)


def _context(
    drafting: Drafting, form: ReportForm, arrivals: Arrivals, returned: Verdict | None, marks: list[Mark]
) -> dict[str, object]:
    at_photos: dict[str, list[Mark]] = defaultdict(list)
    at_fields: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.reason.about == About.PHOTO:
            at_photos[mark.thing].append(mark)
        elif mark.reason.about == About.REPORT:
            at_fields[mark.reason.field].append(mark)
    return {
        "form": form,
        "arrivals": arrivals,
        "handover": drafting.handover,
        "report": drafting.report,
        "returned": returned,
        "marks": marks,
        "at_fields": dict(at_fields),
        "earlier": [(photo, at_photos.get(str(photo.public_id), [])) for photo in drafting.earlier],
        "drafts": drafting.drafts,
        "waiting": drafting.is_waiting,
        "dropped": drafting.dropped,
        "most_photos": MOST_PHOTOS,
    }
