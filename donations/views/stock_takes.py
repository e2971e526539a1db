"""Counting a school's devices by scanning their labels."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.end_stock_take import end_stock_take
from donations.actions.see_devices import see_devices
from donations.actions.start_stock_take import start_stock_take
from donations.counting import device_named, seen, unseen
from donations.forms.custody import CountSchoolForm, SeenForm
from donations.models import StockTake
from donations.policies_loans import may_count, only_counter, why_not_count
from donations.school_devices import with_loan
from donations.views.answers import attempt, told
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Forbidden, Refused
from schools.models import School

# What a page shows of what was seen and of what was not.
SHOWN = 100


def _counts(request: ActorRequest) -> bool:
    """Whether the list is for this reader; a validator sees a single count, without the list."""
    return request.actor.may(Permission.LOAN_KEEP) or request.actor.may(Permission.VISIT_MAKE)


def _only_counters(request: ActorRequest) -> None:
    if not _counts(request):
        raise Forbidden("only schools and officers")


@require_http_methods(["GET", "POST"])
def stocktake_list(request: ActorRequest) -> HttpResponse:
    """All that this reader sees; POST begins a new one: in the own school, or for officers at the school of an NPSN."""
    _only_counters(request)
    mine = School.objects.filter(organisation_id=request.actor.organisation_id or 0).first()
    form = CountSchoolForm(request.POST or None, actor=request.actor) if mine is None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        school = mine or form.cleaned_data["npsn"]  # type: ignore[union-attr]
        start = partial(start_stock_take, school=school, actor=request.actor)
        take = told(request, start) if form is None else attempt(form, start, beside="npsn")
        if take:
            return redirect("donations:stocktake_detail", take.public_id)
    takes = StockTake.objects.visible_to(request.actor).select_related("school")
    page = page_of(takes, "-id", after=request.GET.get(PARAMETER, ""))
    running = takes.filter(ended_at=None, school=mine).first() if mine else None
    return render(request, "donations/stocktake_list.html", {"page": page, "form": form, "running": running})


def _take(request: ActorRequest, public_id: UUID) -> StockTake:
    seen_by = StockTake.objects.visible_to(request.actor).select_related("school")
    return get_object_or_404(seen_by, public_id=public_id)


@require_GET
def stocktake_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    return _page(request, _take(request, public_id), SeenForm())


@require_POST
def stocktake_see(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """One number that was scanned or typed; what is wrong with it stands beside the field."""
    take = _take(request, public_id)
    only_counter(take.school, request.actor)
    form = SeenForm(request.POST)
    if form.is_valid() and _seen(form, take, request):
        return redirect("donations:stocktake_detail", take.public_id)
    return _page(request, take, form)


def _page(request: ActorRequest, take: StockTake, form: SeenForm) -> HttpResponse:
    context = {
        "has_list": _counts(request),
        "take": take,
        "form": form,
        "found": take.lines.count(),
        "lines": seen(take)[:SHOWN],
        "missing": with_loan(unseen(take).order_by("brand", "model", "pk"))[:SHOWN],
        "left": unseen(take).count(),
        "may_count": may_count(take.school, request.actor) and why_not_count(take) is None,
        "history": history_of(take, request.actor),
    }
    return render(request, "donations/stocktake_detail.html", context)


def _seen(form: SeenForm, take: StockTake, request: ActorRequest) -> bool:
    """Whether the number was a device of the school; what else it was stands beside the field."""
    answer = attempt(form, partial(_look, form.cleaned_data["number"], take, request), beside="number")
    if answer is None:
        return False
    messages.success(request, _("Tercatat.") if answer else _("Gawai ini sudah tercatat tadi."))
    return True


def _look(typed: str, take: StockTake, request: ActorRequest) -> int:
    found = device_named(typed, take)
    if found is None:
        raise Refused(_("Tidak ada gawai program ini dengan kode atau nomor itu. Periksa lagi, lalu ketik ulang."))
    new, strange = see_devices(take=take, devices=[found], actor=request.actor)
    if strange:
        # The attempt stays on the trail: what was met is committed by now.
        raise Refused(
            _(
                "Ini gawai program, tetapi bukan milik sekolah ini (milik murid, atau dari sekolah lain). Simpan, dan beri tahu "
                "Kasatlak kecamatan."
            )
        )
    return new


@require_POST
def stocktake_tick(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Devices ticked on the list, for those without a label."""
    take = _take(request, public_id)
    only_counter(take.school, request.actor)
    ticked = [one for one in request.POST.getlist("gawai") if len(one) == 36]
    devices = list(unseen(take).filter(public_id__in=_uuids(ticked)).values_list("pk", flat=True))
    counted = told(request, partial(see_devices, take=take, devices=devices, actor=request.actor))
    if counted:
        messages.success(request, _("%(count)s gawai tercatat.") % {"count": counted[0]})
    return redirect("donations:stocktake_detail", take.public_id)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@require_http_methods(["GET", "POST"])
def stocktake_end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says what will happen, POST does it."""
    take = _take(request, public_id)
    only_counter(take.school, request.actor)
    if request.method == "POST":
        if told(request, partial(end_stock_take, take=take, actor=request.actor)):
            messages.success(request, _("Hitung barang selesai; hasilnya tersimpan."))
        return redirect("donations:stocktake_detail", take.public_id)
    context = {"take": take, "found": take.lines.count(), "left": unseen(take).count(), "reason": why_not_count(take)}
    return render(request, "donations/stocktake_end.html", context)
