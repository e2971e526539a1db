"""The desk of complaints: whose turn it is reads, takes, answers and closes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from donations.models import Device
from ksbb.accounts.models import User
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.paging import PARAMETER, Page, page_of
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from ksbb.territories.models import Territory
from verification.actions.answer_complaint import answer_complaint
from verification.actions.close_complaint import close_complaint
from verification.actions.open_complaint import open_complaint
from verification.actions.open_complaint_case import open_complaint_case
from verification.actions.open_complaint_file import open_complaint_file
from verification.actions.take_complaint import take_complaint
from verification.complaint_forms import AnswerForm, ComplaintFilter, TicketForm
from verification.complaint_words import timeline_of
from verification.complaints import LEVEL_NAMES
from verification.models import Complaint, ComplaintFile, DeviceCase, IntegrityCase
from verification.models.complaint import LEVEL_OF, ComplaintQuerySet
from verification.policies_complaints import (
    is_their_turn,
    must_work,
    why_not_answer,
    why_not_close,
    why_not_open_case,
    why_not_take,
)
from verification.states import ComplaintState

PAGE_SIZE = 30
_DISTRICT = 8


def _must_work_here(actor: Actor) -> None:
    if not actor.may(Permission.COMPLAINT_SENSITIVE):
        actor.must(Permission.COMPLAINT_WORK)


@never_cache
@require_GET
def complaint_list(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    _must_work_here(actor)
    form = ComplaintFilter(request.GET)
    found, order = _filtered(Complaint.objects.visible_to(actor), form, actor)
    page: Page[Complaint] = page_of(
        found.select_related("school"), *order, after=request.GET.get(PARAMETER, ""), size=PAGE_SIZE
    )
    context = {
        "form": form,
        "counts": _counts(actor),
        "page": page,
        "rows": _rows(page.rows),
        "now": timezone.now(),
    }
    return render(request, "verification/complaint_list.html", context)


def _filtered(
    seen: ComplaintQuerySet, form: ComplaintFilter, actor: Actor
) -> tuple[ComplaintQuerySet, tuple[str, ...]]:
    """What was asked for, and its order: what runs by its term, what is over by its age."""
    form.is_valid()
    asked, level = form.cleaned_data, LEVEL_OF.get(actor.role, 0)
    if asked.get("tentang"):
        seen = seen.filter(category=asked["tentang"])
    state = asked.get("keadaan", "")
    if state in ("answered", "closed"):
        return seen.filter(state=state), ("-id",)
    if state == "semua":
        return seen, ("-id",)
    running = seen.running()
    if state == "naik":
        return running.filter(level__gt=level), ("due_at", "id")
    running = running.filter(level=level)
    return running.filter(due_at__lt=timezone.now()) if state == "terlambat" else running, ("due_at", "id")


def _counts(actor: Actor) -> dict[str, int]:
    """Waiting here, late, risen and answered, in one statement."""
    level = LEVEL_OF.get(actor.role, 0)
    running = Q(state__in=[ComplaintState.OPEN, ComplaintState.ASSIGNED])
    alive = Complaint.objects.visible_to(actor).exclude(state=ComplaintState.CLOSED)
    return alive.aggregate(
        waiting=Count("pk", filter=running & Q(level=level)),
        late=Count("pk", filter=running & Q(level=level, due_at__lt=timezone.now())),
        risen=Count("pk", filter=running & Q(level__gt=level)),
        answered=Count("pk", filter=Q(state=ComplaintState.ANSWERED)),
    )


def _rows(complaints: list[Complaint]) -> list[tuple[Complaint, str]]:
    """Each with the place that it is about."""
    areas = Territory.objects.in_bulk({complaint.region[:_DISTRICT] for complaint in complaints})
    return [
        (complaint, complaint.school.name if complaint.school else str(areas.get(complaint.region[:_DISTRICT], "")))
        for complaint in complaints
    ]


@never_cache
@sensitive_post_parameters()
@require_POST
def complaint_search(request: ActorRequest) -> HttpResponse:
    """By its ticket, which somebody read out on the telephone: sent, and not written into an address."""
    _must_work_here(request.actor)
    form = TicketForm(request.POST)
    found = (
        Complaint.objects.visible_to(request.actor).filter(code=form.cleaned_data["code"]) if form.is_valid() else None
    )
    if found and (complaint := found.first()):
        return redirect("verification:complaint_detail", complaint.public_id)
    messages.error(request, _("Tidak ada pengaduan dengan kode itu, atau kantor Anda tidak menanganinya."))
    return redirect("verification:complaint_list")


@never_cache
@require_GET
def complaint_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    complaint = _seen(request, public_id)
    return _shown(request, complaint, AnswerForm())


def _seen(request: ActorRequest, public_id: UUID) -> Complaint:
    seen = Complaint.objects.visible_to(request.actor).select_related("school", "assigned_to")
    return get_object_or_404(seen, public_id=public_id)


def _shown(request: ActorRequest, complaint: Complaint, form: AnswerForm) -> HttpResponse:
    actor = request.actor
    theirs = is_their_turn(complaint, actor)
    handler = User.objects.filter(pk=complaint.handler_id).first() if complaint.handler_id else None
    [(_complaint, place)] = _rows([complaint])
    context = {
        "complaint": complaint,
        "place": place,
        "told": open_complaint(complaint=complaint, actor=actor),
        "files": complaint.files.order_by("id"),
        "events": timeline_of(complaint),
        "office": LEVEL_NAMES[complaint.level],
        "is_late": complaint.state in ("open", "assigned") and complaint.due_at < timezone.now(),
        "handler": handler if complaint.assigned_to_id == actor.organisation_id else None,
        "is_mine": complaint.handler_id is not None and complaint.handler_id == actor.user_id,
        "may_take": theirs and why_not_take(complaint, actor) is None,
        "may_answer": theirs and why_not_answer(complaint, actor) is None,
        "may_close": theirs and why_not_close(complaint) is None,
        "theirs": theirs,
        "form": form,
    }
    return render(request, "verification/complaint_detail.html", context | _around(complaint, actor))


def _around(complaint: Complaint, actor: Actor) -> dict[str, object]:
    """The device, and the cases that it led to, as far as the reader may see them."""
    device_cases = DeviceCase.objects.visible_to(actor).filter(pk=complaint.device_case_id or 0)
    cases = IntegrityCase.objects.visible_to(actor).filter(pk=complaint.integrity_case_id or 0)
    return {
        "device": Device.objects.filter(pk=complaint.device_id).first() if complaint.device_id else None,
        "device_case": device_cases.first(),
        "case": cases.first(),
        "may_open_case": actor.may(Permission.CASE_OPEN) and why_not_open_case(complaint) is None,
        "asks_device": complaint.category == Complaint.Category.FOUND and not complaint.device_id,
    }


@require_POST
def complaint_take(request: ActorRequest, public_id: UUID) -> HttpResponse:
    complaint = _seen(request, public_id)
    try:
        take_complaint(complaint=complaint, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    except (StaleState, IllegalMove):
        messages.error(request, _("Pengaduan ini baru saja diambil rekan Anda."))
    else:
        messages.success(request, _("Pengaduan ini sekarang Anda tangani."))
    return redirect("verification:complaint_detail", complaint.public_id)


@sensitive_post_parameters()
@require_POST
def complaint_answer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    complaint = _seen(request, public_id)
    must_work(complaint, request.actor)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, complaint, form)
    try:
        told = form.cleaned_data
        answer_complaint(complaint=complaint, answer=told["answer"], device=told["device_code"], actor=request.actor)
    except Refused as no:
        form.add_error(None, no.reason)
    except (StaleState, IllegalMove):
        form.add_error(None, _("Pengaduan ini baru saja berubah. Muat ulang halaman, lalu coba lagi."))
    else:
        messages.success(request, _("Jawaban tersimpan. Pelapor membacanya dengan kode tiketnya."))
        return redirect("verification:complaint_detail", complaint.public_id)
    return _shown(request, complaint, form)


@require_POST
def complaint_close(request: ActorRequest, public_id: UUID) -> HttpResponse:
    complaint = _seen(request, public_id)
    try:
        close_complaint(complaint=complaint, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    except (StaleState, IllegalMove):
        messages.error(request, _("Pelapor baru saja menyatakan belum puas."))
    else:
        messages.success(request, _("Pengaduan ditutup."))
    return redirect("verification:complaint_detail", complaint.public_id)


@require_POST
def complaint_case(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The auditor's button: a complaint never becomes a matter of integrity by itself."""
    complaint = _seen(request, public_id)
    request.actor.must(Permission.CASE_OPEN)
    try:
        case = open_complaint_case(complaint=complaint, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
        return redirect("verification:complaint_detail", complaint.public_id)
    messages.success(request, _("Pengaduan terhubung dengan perkara ini. Yang memutuskan hasilnya bukan pembukanya."))
    return redirect("verification:case_detail", case.public_id)


@never_cache
@require_GET
def complaint_attachment(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """To be saved, never shown inside our pages."""
    seen = ComplaintFile.objects.visible_to(request.actor).select_related("complaint__school")
    file = get_object_or_404(seen, public_id=public_id)
    try:
        data = open_complaint_file(file=file, actor=request.actor)
    except FileNotFoundError:
        raise Http404 from None
    kind = "pdf" if file.kind == "pdf" else "jpg"
    headers = saved_as(f"lampiran-{file.public_id}.{kind}") | {"X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, headers=headers | {"Content-Security-Policy": "default-src 'none'; sandbox"})
