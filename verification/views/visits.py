"""Visits: where to go by when, what was found there, and what the school may read afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ksbb.accounts.models import User
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, Page, page_of
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from verification.actions.cancel_visit import cancel_visit
from verification.actions.leave_visit import leave_visit
from verification.actions.record_visit import record_visit
from verification.actions.take_visit import take_visit
from verification.forms_samples import ReasonForm, VisitFilter, VisitForm
from verification.models import Instrument, Report, Visit
from verification.parts import person_of
from verification.policies_samples import any_part, must_see_visits, why_not_visit
from verification.questions import spoken
from verification.states import InstrumentState, VisitState
from verification.visit_questions import BUILT_IN, FOUND, asked, what_failed

_PLACE = ("report__handover__school__district", "report__handover__school__village")


@dataclass(frozen=True)
class Row:
    """A visit of the list; `is_mine` is taken by the reader, `is_closed` may not be made by them (they had a part in the gift)."""

    visit: Visit
    is_late: bool
    is_mine: bool
    is_closed: bool


@never_cache
@require_GET
def visit_list(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    must_see_visits(actor)
    form = VisitFilter(request.GET)
    visits, order = _filtered(Visit.objects.visible_to(actor), form, actor)
    page: Page[Visit] = page_of(visits.select_related(*_PLACE), *order, after=request.GET.get(PARAMETER, ""))
    context = {"form": form, "page": page, "rows": _rows(page.rows, actor), "after": request.GET.get(PARAMETER, "")}
    return render(request, "verification/visit_list.html", context)


def _filtered(visits: QuerySet[Visit], form: VisitFilter, actor: Actor) -> tuple[QuerySet[Visit], tuple[str, ...]]:
    form.is_valid()
    state, why = form.cleaned_data.get("keadaan", ""), form.cleaned_data.get("sebab", "")
    if why:
        visits = visits.filter(why=why)
    if state in (VisitState.PASSED, VisitState.FAILED, VisitState.CANCELLED):
        return visits.filter(state=state), ("-id",)
    visits = visits.filter(state=VisitState.PLANNED)
    if state == "saya":
        visits = visits.filter(taken_by_id=actor.user_id)
    elif state == "bebas":
        visits = visits.filter(taken_by_id=None)
    elif state == "terlambat":
        visits = visits.filter(due_on__lt=timezone.localdate())
    return visits, ("due_on", "id")


def _rows(visits: list[Visit], actor: Actor) -> list[Row]:
    closed: set[int] = set()
    if actor.may(Permission.VISIT_MAKE) and actor.user_id is not None and visits:
        theirs = Report.objects.filter(any_part(person_of(actor.user_id)), pk__in=[visit.report_id for visit in visits])
        closed = set(theirs.values_list("pk", flat=True))
    today = timezone.localdate()
    return [
        Row(
            visit,
            is_late=visit.state == VisitState.PLANNED and visit.due_on < today,
            is_mine=visit.taken_by_id is not None and visit.taken_by_id == actor.user_id,
            is_closed=visit.report_id in closed,
        )
        for visit in visits
    ]


def _seen(request: ActorRequest, public_id: UUID) -> Visit:
    seen = Visit.objects.visible_to(request.actor).select_related(
        *_PLACE, "report__handover__pledge", "instrument", "draw"
    )
    return get_object_or_404(seen, public_id=public_id)


@never_cache
@require_GET
def visit_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    visit, actor = _seen(request, public_id), request.actor
    may_make = actor.may(Permission.VISIT_MAKE)
    questions = asked(visit.instrument.questions if visit.instrument else BUILT_IN)
    context = {
        "visit": visit,
        "school": visit.report.handover.school,
        "is_mine": visit.taken_by_id is not None and visit.taken_by_id == actor.user_id,
        "holder": _name(visit.taken_by_id) if actor.oversees else "",
        "why_not": why_not_visit(visit, actor) if may_make else None,
        "may_make": may_make,
        "may_cancel": actor.may(Permission.SAMPLE_DRAW) and visit.state == VisitState.PLANNED,
        "answers": spoken(questions, visit.answers),
        "found": _found(visit, questions),
        "watches": bool(actor.oversees),
        "history": history_of(visit, actor) if actor.oversees else [],
    }
    return render(request, "verification/visit_detail.html", context)


def _name(user_id: int | None) -> str:
    return User.objects.filter(pk=user_id).values_list("full_name", flat=True).first() or "" if user_id else ""


def _found(visit: Visit, questions: list[Any]) -> list[str]:
    if visit.state != VisitState.FAILED or visit.devices_seen is None:
        return []
    texts = {one["key"]: str(one["text"]) for one in questions}
    failed = what_failed(questions, visit.answers, expected=visit.devices_expected, seen=visit.devices_seen)
    return [str(FOUND.get(key) or texts.get(key, key)) for key in failed]


@require_POST
def visit_take(request: ActorRequest, public_id: UUID) -> HttpResponse:
    visit = _seen(request, public_id)
    try:
        take_visit(visit=visit, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    except StaleState:
        messages.error(request, _("Kunjungan ini baru saja diambil petugas lain."))
    else:
        messages.success(request, _("Kunjungan ini sekarang Anda pegang."))
    return redirect("verification:visit_detail", visit.public_id)


@require_POST
def visit_leave(request: ActorRequest, public_id: UUID) -> HttpResponse:
    visit = _seen(request, public_id)
    try:
        leave_visit(visit=visit, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    else:
        messages.success(request, _("Kunjungan ini dilepas; petugas lain dapat mengambilnya."))
    return redirect("verification:visit_detail", visit.public_id)


@never_cache
@require_http_methods(["GET", "POST"])
def visit_record(request: ActorRequest, public_id: UUID) -> HttpResponse:
    visit, actor = _seen(request, public_id), request.actor
    actor.must(Permission.VISIT_MAKE)
    instrument = Instrument.objects.filter(
        purpose=Instrument.Purpose.FIELD_VISIT, state=InstrumentState.PUBLISHED
    ).first()
    form = VisitForm(asked(instrument.questions if instrument else BUILT_IN), request.POST or None)
    if request.method == "POST" and form.is_valid() and _record(visit, instrument, form, actor):
        messages.success(request, _("Kunjungan tercatat. Sekolah diberi tahu hasilnya."))
        return redirect("verification:visit_detail", visit.public_id)
    context = {
        "visit": visit,
        "school": visit.report.handover.school,
        "form": form,
        "why_not": why_not_visit(visit, actor),
    }
    return render(request, "verification/visit_record.html", context)


def _record(visit: Visit, instrument: Instrument | None, form: VisitForm, actor: Actor) -> bool:
    told = {name: form.cleaned_data[name] for name in ("visited_on", "devices_seen", "note")}
    try:
        record_visit(visit=visit, answers=form.answers, instrument=instrument, actor=actor, **told)
    except Refused as no:
        form.add_error(None, no.reason)
    except (StaleState, IllegalMove):
        form.add_error(None, _("Kunjungan ini baru saja dicatat orang lain; muat ulang halamannya."))
    return not form.errors


@require_http_methods(["GET", "POST"])
def visit_cancel(request: ActorRequest, public_id: UUID) -> HttpResponse:
    visit = _seen(request, public_id)
    request.actor.must(Permission.SAMPLE_DRAW)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_visit(visit=visit, reason=form.cleaned_data["reason"], actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        except (StaleState, IllegalMove):
            form.add_error(None, _("Kunjungan ini baru saja dicatat orang lain; muat ulang halamannya."))
        else:
            messages.success(request, _("Kunjungan dibatalkan."))
            return redirect("verification:visit_detail", visit.public_id)
    context = {"visit": visit, "school": visit.report.handover.school, "form": form}
    return render(request, "verification/visit_cancel.html", context)
