"""What looks odd, for the auditor: the facts, a bar, and a button that opens a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from donations.models import Device
from ksbb.accounts.models import Organisation
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from verification.actions.open_case import open_case
from verification.models import IntegrityCase, Report
from verification.oddness import FINDERS, Finder, Ground, Row

SPANS = (30, 90, 365)
USUAL = 90


@dataclass(frozen=True)
class Line:
    """A finding with its bar, in percent of the panel's largest, and the newest case of the same key."""

    row: Row
    width: int
    case: IntegrityCase | None


@dataclass(frozen=True)
class Panel:
    """A finder and what it found."""

    finder: Finder
    lines: Sequence[Line]


@never_cache
@require_GET
def oddness_list(request: ActorRequest) -> HttpResponse:
    """A constant number of questions: each panel's own, and one for the cases of all."""
    actor = request.actor
    actor.must(Permission.CASE_OPEN)
    days = _days(request.GET.get("hari", ""))
    found = [(finder, finder.find(_ground(actor, days))) for finder in FINDERS]
    keys = [row.key for _finder, rows in found for row in rows]
    cases = {case.key: case for case in IntegrityCase.objects.visible_to(actor).filter(key__in=keys).order_by("id")}
    panels = [Panel(finder, _lines(rows, cases)) for finder, rows in found]
    return render(request, "verification/oddness.html", {"panels": panels, "days": days, "spans": SPANS})


def _days(typed: str) -> int:
    return int(typed) if typed in map(str, SPANS) else USUAL


def _ground(actor: Actor, days: int) -> Ground:
    return Ground(actor.oversees, timezone.now() - timedelta(days=days))


def _lines(rows: Sequence[Row], cases: dict[str, IntegrityCase]) -> list[Line]:
    most = max((row.number for row in rows), default=1)
    return [Line(row, max(2, round(100 * row.number / most)), cases.get(row.key)) for row in rows]


@require_POST
def oddness_open(request: ActorRequest, panel: str) -> HttpResponse:
    """The facts of the case are asked anew, never taken from the browser."""
    actor = request.actor
    actor.must(Permission.CASE_OPEN)
    finder = next((one for one in FINDERS if one.code == panel), None)
    if finder is None:
        raise Http404
    rows = finder.find(_ground(actor, _days(request.POST.get("hari", ""))))
    row = next((one for one in rows if one.key == request.POST.get("kunci")), None)
    if row is None:
        messages.error(request, _("Yang Anda pilih tidak lagi ada di daftar. Muat ulang halamannya."))
        return redirect("verification:oddness_list")
    case = _open(finder, row, actor)
    messages.success(request, _("Perkara dibuka. Yang memutuskan hasilnya bukan Anda."))
    return redirect("verification:case_detail", case.public_id)


def _open(finder: Finder, row: Row, actor: Actor) -> IntegrityCase:
    return open_case(
        kind=finder.kind,
        key=row.key,
        organisation=Organisation.objects.filter(pk=row.organisation_id).first() if row.organisation_id else None,
        report=Report.objects.filter(pk=row.report_id).first() if row.report_id else None,
        device=Device.objects.filter(pk=row.device_id).first() if row.device_id else None,
        region=row.region,
        facts=row.facts,
        actor=actor,
    )
