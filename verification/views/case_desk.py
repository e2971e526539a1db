"""Integrity cases: what does not add up, and how it ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from donations.models import Handover
from ksbb.accounts.models import User
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, Page, page_of
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from verification.actions.close_case import close_case
from verification.case_words import facts_in_words
from verification.forms_samples import CaseFilter, CloseForm
from verification.models import DeviceCase, IntegrityCase, Report, Visit
from verification.policies_samples import why_not_close_case
from verification.states import CaseState


@never_cache
@require_GET
def case_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.CASE_CLOSE)
    form = CaseFilter(request.GET)
    seen = IntegrityCase.objects.visible_to(request.actor)
    page: Page[IntegrityCase] = page_of(
        _filtered(seen, form).select_related("organisation", "report"), "-id", after=request.GET.get(PARAMETER, "")
    )
    counts = seen.aggregate(
        open=Count("pk", filter=Q(state=CaseState.OPEN)),
        founded=Count("pk", filter=Q(state=CaseState.FOUNDED)),
        unfounded=Count("pk", filter=Q(state=CaseState.UNFOUNDED)),
    )
    context = {"form": form, "page": page, "counts": counts, "after": request.GET.get(PARAMETER, "")}
    return render(request, "verification/case_list.html", context)


def _filtered(cases: QuerySet[IntegrityCase], form: CaseFilter) -> QuerySet[IntegrityCase]:
    form.is_valid()
    state, kind = form.cleaned_data.get("keadaan", ""), form.cleaned_data.get("jenis", "")
    if kind:
        cases = cases.filter(kind=kind)
    return cases if state == "semua" else cases.filter(state=state or CaseState.OPEN)


def _seen(request: ActorRequest, public_id: UUID) -> IntegrityCase:
    seen = IntegrityCase.objects.visible_to(request.actor)
    related = ("organisation__school", "report__handover__school", "device__allocation__handover")
    return get_object_or_404(seen.select_related(*related), public_id=public_id)


@never_cache
@require_GET
def case_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    return _shown(request, _seen(request, public_id), CloseForm())


def _shown(request: ActorRequest, case: IntegrityCase, form: CloseForm) -> HttpResponse:
    context = {
        "case": case,
        "facts": facts_in_words(case.facts),
        "links": _links(case, request.actor),
        "validator": _name(case.facts.get("validator")),
        "opener": _name(case.opened_by_id),
        "closer": _name(case.closed_by_id),
        "why_not": why_not_close_case(case, request.actor) if case.state == CaseState.OPEN else None,
        "form": form,
        "history": history_of(case, request.actor),
    }
    return render(request, "verification/case_detail.html", context)


def _name(user_id: Any) -> str:
    if not isinstance(user_id, int) or not user_id:
        return ""
    return User.objects.filter(pk=user_id).values_list("full_name", flat=True).first() or ""


def _links(case: IntegrityCase, actor: Actor) -> list[tuple[str, str]]:
    """(words, address) of the things it is about, as far as the reader may see them."""
    found = []
    if case.organisation is not None and hasattr(case.organisation, "school"):
        found.append((case.organisation.school.name, case.organisation.school.get_absolute_url()))
    if case.report is not None and Report.objects.visible_to(actor).filter(pk=case.report.pk).exists():
        found.append((_("Laporannya"), reverse("verification:report_detail", args=[case.report.public_id])))
    if visit := _visit(case, actor):
        found.append((_("Kunjungannya"), reverse("verification:visit_detail", args=[visit.public_id])))
    if case.device_id is not None and (
        told := DeviceCase.objects.visible_to(actor).filter(device=case.device_id).last()
    ):
        found.append((_("Perkara gawainya"), reverse("verification:device_case_detail", args=[told.public_id])))
    if handover := _handover(case, actor):
        found.append((_("Serah terimanya"), reverse("donations:handover_detail", args=[handover.public_id])))
    for complaint in case.complaints.visible_to(actor).order_by("id"):
        words = _("Pengaduan: %(category)s") % {"category": complaint.get_category_display()}
        found.append((words, reverse("verification:complaint_detail", args=[complaint.public_id])))
    return found


def _visit(case: IntegrityCase, actor: Actor) -> Visit | None:
    return Visit.objects.visible_to(actor).filter(report=case.report).first() if case.report is not None else None


def _handover(case: IntegrityCase, actor: Actor) -> Handover | None:
    allocation = case.device.allocation if case.device is not None else None
    handover_id = case.report.handover_id if case.report is not None else allocation and allocation.handover_id
    return Handover.objects.visible_to(actor).filter(pk=handover_id).first() if handover_id else None


@never_cache
@require_POST
def case_close(request: ActorRequest, public_id: UUID) -> HttpResponse:
    case = _seen(request, public_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _shown(request, case, form)
    try:
        close_case(case=case, actor=request.actor, **form.cleaned_data)
    except Refused as no:
        form.add_error(None, no.reason)
    except (StaleState, IllegalMove):
        form.add_error(None, _("Perkara ini baru saja ditutup orang lain; muat ulang halamannya."))
    else:
        messages.success(request, _("Perkara ditutup."))
        return redirect("verification:case_detail", case.public_id)
    return _shown(request, case, form)
