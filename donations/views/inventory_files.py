"""Many devices by one file: upload, look, carry out, take the answer home, take it back."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.apply_stock_file import apply_stock_file
from donations.actions.refuse_stock_file import refuse_stock_file
from donations.actions.start_stock_file import start_stock_file
from donations.actions.withdraw_stock_file import withdraw_stock_file
from donations.forms.inventory import StockFileForm
from donations.inventory_sheets import answer_of, empty_sheet
from donations.views.answers import attempt, told
from donations.views.files import rows_context, upload_context
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from ksbb.imports.models import ImportRun
from ksbb.imports.row_words import as_kept
from ksbb.imports.states import ImportPurpose, ImportState

KINDS = ("new", "changed", "unchanged", "problem")


def _run_of(request: ActorRequest, public_id: UUID) -> ImportRun:
    runs = ImportRun.objects.of(ImportPurpose.DEVICES, request.actor).light()
    return get_object_or_404(runs, public_id=public_id)


@require_http_methods(["GET", "POST"])
def stock_upload(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.STOCK_KEEP)
    form = StockFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data, name = form.cleaned_data["data"], form.cleaned_data["file"].name
        act = partial(start_stock_file, data=data, file_name=name, actor=request.actor)
        if run := attempt(form, act, beside="file"):
            return redirect("donations:stock_file", run.public_id)
    return render(request, "donations/stock_upload.html", upload_context(request, form, ImportPurpose.DEVICES))


@require_GET
def stock_file(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What the file would do, counts first; `?keadaan=` shows one kind of row. While a worker is busy, its progress."""
    run = _run_of(request, public_id)
    if run.state in (ImportState.READ, ImportState.APPLYING):
        template = "imports/partials/_progress.html" if request.htmx else "donations/stock_file.html"
        return render(request, template, {"run": run, "working": True})
    good = run.counts.get("new", 0) + run.counts.get("changed", 0)
    context = {"run": run, "working": False, "good": good, **rows_context(request, run, KINDS, as_kept)}
    answer = render(request, "donations/stock_file.html", context)
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def stock_apply(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = _run_of(request, public_id)
    try:
        apply_stock_file(run=run, actor=request.actor)
    except Refused as no:
        messages.warning(request, no.reason)
    except (IllegalMove, StaleState):
        messages.info(request, _("Berkas ini sudah ditangani. Inilah keadaannya sekarang."))
    return redirect("donations:stock_file", run.public_id)


@require_POST
def stock_refuse(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = _run_of(request, public_id)
    try:
        refuse_stock_file(run=run, actor=request.actor)
    except (IllegalMove, StaleState):
        messages.info(request, _("Berkas ini sudah ditangani. Inilah keadaannya sekarang."))
        return redirect("donations:stock_file", run.public_id)
    messages.success(request, _("Berkas dibatalkan. Tidak ada isinya yang disimpan."))
    return redirect("donations:stock_upload")


@require_http_methods(["GET", "POST"])
def stock_withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says what will happen, POST does it."""
    run = _run_of(request, public_id)
    if request.method == "GET":
        return render(request, "donations/stock_withdraw.html", {"run": run})
    try:
        if told(request, lambda: withdraw_stock_file(run=run, actor=request.actor)):
            messages.success(request, _("Berkas dibatalkan. Stok kembali seperti sebelum berkas diterapkan."))
    except IllegalMove:
        messages.info(request, _("Berkas ini sudah ditangani. Inilah keadaannya sekarang."))
    return redirect("donations:stock_file", run.public_id)


@require_GET
def stock_answer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = _run_of(request, public_id)
    return HttpResponse(answer_of(run), headers=saved_as(f"gawai-{run.public_id.hex[:8]}.xlsx"))


@require_GET
def stock_template(request: ActorRequest) -> HttpResponse:
    """Columns with drop-downs; nothing in it is about anybody."""
    request.actor.must(Permission.STOCK_KEEP)
    return HttpResponse(empty_sheet(), headers=saved_as("templat-gawai-ksbb.xlsx"))
