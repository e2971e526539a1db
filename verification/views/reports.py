"""The list of reports: a validator's queue, a school's own, an officer's ground."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from donations.models import Handover
from donations.states import HandoverState
from ksbb.accounts.models import User
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, Page, page_of
from verification.claims import holder_of
from verification.models import Evidence, Report
from verification.models.report import ReportQuerySet
from verification.policies import why_not_judge
from verification.queue import AGAIN, ALL, BY_RISK, FREE, GREEN, MINE, VIEWS, narrowed, queue_of
from verification.risk import Fact, facts_of
from verification.states import PhotoState, ReportState

DECIDED = "diputus"
TABS = ((FREE, _("Bebas")), (MINE, _("Saya pegang")), (AGAIN, _("Dikirim ulang")), (GREEN, _("Hijau")))
# More than this a school would not mend in one sitting; the rest follows as they are sent.
MOST_TO_DO = 50
# More than so many are told as "100+": whoever has a part in a report does not count it, and that has its price.
COUNTED = 100


@dataclass(frozen=True)
class Row:
    """A report of the desk: what was found, and who works on it."""

    report: Report
    facts: Sequence[Fact]
    holder: int | None
    holder_name: str
    # Photos by public id, where they are judged by a glance (the green ones).
    photos: Sequence[UUID] = ()


@require_GET
def report_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.REPORT_VIEW)
    reports = Report.objects.visible_to(request.actor).select_related("handover__school__district")
    after = request.GET.get(PARAMETER, "")
    if request.actor.oversees:
        return _desk(request, reports, after)
    return _school(request, reports, after)


def _desk(request: ActorRequest, reports: ReportQuerySet, after: str) -> HttpResponse:
    """Those who watch over ground: what waits, the riskiest first, or what was decided, newest first."""
    actor, tab = request.actor, request.GET.get("tampil", ALL)
    judges = actor.may(Permission.REPORT_VERIFY)
    tab = tab if tab in (*(VIEWS if judges else (ALL,)), DECIDED) else ALL
    page: Page[Report]
    queue = queue_of(actor)
    if tab == DECIDED:
        page = page_of(reports.exclude(state=ReportState.SUBMITTED), "-id", after=after)
    else:
        shown = narrowed(queue, tab, actor).select_related("handover__school__district")
        page = page_of(shown, *BY_RISK, after=after)
    waiting = queue.order_by(*BY_RISK).values("pk")[: COUNTED + 1].count()
    context = {
        "rows": _rows(page.rows, with_photos=tab == GREEN),
        "page": page,
        "tab": tab,
        "tabs": TABS if judges else (),
        "after": after,
        "waiting": min(waiting, COUNTED),
        "more": waiting > COUNTED,
        "judges": judges,
        "is_told": not judges or why_not_judge(actor) is None,
    }
    return render(request, "verification/report_desk.html", context)


def _rows(reports: Sequence[Report], *, with_photos: bool) -> list[Row]:
    """With the names of those who work on them, in one query, and with their photos in one more."""
    now = timezone.now()
    held = {report.pk: holder_of(report, now) for report in reports}
    holders = {holder for holder in held.values() if holder is not None}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=holders)} if holders else {}
    photos: dict[int, list[UUID]] = defaultdict(list)
    if with_photos:
        clean = Evidence.objects.current().filter(report__in=reports, state=PhotoState.CLEAN).order_by("pk")
        for report_id, public_id in clean.values_list("report_id", "public_id"):
            photos[report_id].append(public_id)
    return [
        Row(
            report,
            facts_of(report.risk_facts),
            held[report.pk],
            names.get(held[report.pk] or 0, ""),
            photos[report.pk],
        )
        for report in reports
    ]


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
