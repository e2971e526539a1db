"""The list of reports: a validator's queue, a school's own, an officer's ground."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from donations.models import Handover
from donations.states import HandoverState
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, Page, page_of
from verification.models import Report
from verification.models.report import ReportQuerySet
from verification.states import ReportState

WAITING, DECIDED = "menunggu", "diputus"
# More than this a school would not mend in one sitting; the rest follows as they are sent.
MOST_TO_DO = 50
COUNTED = 1000


@require_GET
def report_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.REPORT_VIEW)
    reports = Report.objects.visible_to(request.actor).select_related("handover__school__district")
    after = request.GET.get(PARAMETER, "")
    if request.actor.oversees:
        return _desk(request, reports, after)
    return _school(request, reports, after)


def _desk(request: ActorRequest, reports: ReportQuerySet, after: str) -> HttpResponse:
    """Those who watch over ground: what waits, oldest first, or what was decided, newest first."""
    tab = DECIDED if request.GET.get("tampil") == DECIDED else WAITING
    page: Page[Report]
    if tab == WAITING:
        page = page_of(reports.waiting(), "submitted_at", "id", after=after)
    else:
        page = page_of(reports.exclude(state=ReportState.SUBMITTED), "-id", after=after)
    waiting = reports.waiting().values("pk")[: COUNTED + 1].count()
    context = {"page": page, "tab": tab, "after": after, "waiting": min(waiting, COUNTED), "more": waiting > COUNTED}
    return render(request, "verification/report_desk.html", context)


def _school(request: ActorRequest, reports: ReportQuerySet, after: str) -> HttpResponse:
    """A school: what it has to do comes first."""
    returned = ReportState.RETURNED
    context = {
        "returned": [] if after else reports.filter(state=returned).order_by("-returned_at")[:MOST_TO_DO],
        "unreported": [] if after else _unreported(request.actor),
        "page": page_of(reports.exclude(state=returned), "-id", after=after),
        "after": after,
    }
    return render(request, "verification/report_list.html", context)


def _unreported(actor: Actor) -> QuerySet[Handover]:
    """Handovers that took place and were not reported yet."""
    done = Handover.objects.visible_to(actor).filter(state=HandoverState.DONE)
    return done.annotate(devices=Count("allocations")).order_by("done_at")[:MOST_TO_DO]
