"""Caps and gates of many schools by one file: upload, look, carry out, take the answer home."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.apply_allowances import apply_allowances
from donations.actions.read_allowances import read_allowances
from donations.allowance_sheets import answer_of, empty_sheet
from donations.forms.allowances import AllowanceFileForm
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.states import ImportPurpose, ImportState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 50


def _run_of(request: ActorRequest, public_id: UUID) -> ImportRun:
    return get_object_or_404(ImportRun.objects.of(ImportPurpose.ALLOWANCES, request.actor), public_id=public_id)


@require_http_methods(["GET", "POST"])
def allowance_upload(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.ALLOWANCE_SET)
    form = AllowanceFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = read_allowances(data=file.read(), file_name=file.name, actor=request.actor)
        except Refused as no:
            form.add_error("file", no.reason)
        else:
            return redirect("donations:allowance_file", run.public_id)
    runs = ImportRun.objects.of(ImportPurpose.ALLOWANCES, request.actor).light()
    page = page_of(runs, "-id", after=request.GET.get(PARAMETER, ""), size=10)
    return render(request, "donations/allowance_upload.html", {"form": form, "runs": page.rows, "after": page.after})


@require_GET
def allowance_file(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What the file would change, counts first; `?keadaan=` shows one kind of row."""
    run = _run_of(request, public_id)
    status = request.GET.get("keadaan", "")
    rows = ImportRow.objects.filter(run=run)
    if status in ImportRow.Status.values:
        rows = rows.filter(status=status)
    page = page_of(rows, "number", "id", after=request.GET.get(PARAMETER, ""), size=ROWS)
    context = {
        "run": run,
        "rows": page.rows,
        "after": page.after,
        "status": status,
        "waits": run.state == ImportState.REHEARSED,
        "counts": [
            (one, ImportRow.Status(one).label, run.counts.get(one, 0)) for one in ("changed", "unchanged", "problem")
        ],
    }
    return render(request, "donations/allowance_file.html", context)


@require_POST
def allowance_apply(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = _run_of(request, public_id)
    try:
        apply_allowances(run=run, actor=request.actor)
    except (IllegalMove, StaleState):
        messages.info(request, _("Berkas ini sudah ditangani. Inilah keadaannya sekarang."))
    else:
        messages.success(
            request, _("Batas dan pintu diterapkan. Unduh jawabannya untuk melihat yang diminta dan yang diterapkan.")
        )
    return redirect("donations:allowance_file", run.public_id)


@require_GET
def allowance_answer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = _run_of(request, public_id)
    return _workbook(answer_of(run), f"batas-{run.public_id.hex[:8]}.xlsx")


@require_GET
def allowance_template(request: ActorRequest) -> HttpResponse:
    """The schools on the own ground with what stands now, to be changed and sent back."""
    request.actor.must(Permission.ALLOWANCE_SET)
    return _workbook(empty_sheet(request.actor), "batas-sekolah.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
