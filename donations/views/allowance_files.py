"""Caps and gates of many schools by one file: upload, look, carry out, take the answer home."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.actions.apply_allowances import apply_allowances
from donations.actions.read_allowances import read_allowances
from donations.allowance_sheets import answer_of, empty_sheet
from donations.allowance_words import in_words
from donations.forms.allowances import AllowanceFileForm
from donations.views.answers import attempt
from donations.views.files import rows_context, upload_context
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.downloads import saved_as
from ksbb.common.states import IllegalMove, StaleState
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportPurpose, ImportState

KINDS = ("changed", "unchanged", "problem")


def _run_of(request: ActorRequest, public_id: UUID) -> ImportRun:
    return get_object_or_404(ImportRun.objects.of(ImportPurpose.ALLOWANCES, request.actor), public_id=public_id)


@require_http_methods(["GET", "POST"])
def allowance_upload(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.ALLOWANCE_SET)
    form = AllowanceFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data, name = form.cleaned_data["data"], form.cleaned_data["file"].name
        act = partial(read_allowances, data=data, file_name=name, actor=request.actor)
        if run := attempt(form, act, beside="file"):
            return redirect("donations:allowance_file", run.public_id)
    context = upload_context(request, form, ImportPurpose.ALLOWANCES)
    return render(request, "donations/allowance_upload.html", context)


@require_GET
def allowance_file(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """What the file would change, counts first; `?keadaan=` shows one kind of row."""
    run = _run_of(request, public_id)
    waits = run.state == ImportState.REHEARSED
    context = {"run": run, "waits": waits, **rows_context(request, run, KINDS, in_words)}
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
            request,
            _(
                "Batas dan penerimaan bantuan diterapkan. Unduh hasilnya untuk melihat yang diminta dan yang diterapkan."
            ),
        )
    return redirect("donations:allowance_file", run.public_id)


@require_GET
def allowance_answer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = _run_of(request, public_id)
    return HttpResponse(answer_of(run), headers=saved_as(f"batas-{run.public_id.hex[:8]}.xlsx"))


@require_GET
def allowance_template(request: ActorRequest) -> HttpResponse:
    """The schools on the own ground with what stands now, to be changed and sent back."""
    request.actor.must(Permission.ALLOWANCE_SET)
    return HttpResponse(empty_sheet(request.actor), headers=saved_as("batas-sekolah.xlsx"))
