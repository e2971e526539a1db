"""Uploading a Dapodik file: send it, look at the rehearsal, take it over or leave it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, Page, page_of
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.states import ImportState
from recipients.actions.apply_import import apply_import
from recipients.actions.refuse_import import refuse_import
from recipients.actions.start_import import start_import
from recipients.forms.uploads import UploadForm
from recipients.import_policies import why_not_apply
from recipients.views.notice import after_notice
from schools.models import School

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
@after_notice
def import_upload(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    actor.must(Permission.RECIPIENT_IMPORT)
    school = get_object_or_404(School.objects.visible_to(actor), organisation_id=actor.organisation_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data, name = form.cleaned_data["data"], form.cleaned_data["file"].name
        try:
            run = start_import(school=school, data=data, file_name=name, actor=actor)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            return redirect("recipients:import_detail", run.public_id)
    runs = page_of(ImportRun.objects.visible_to(actor).light(), "-id", after=request.GET.get(PARAMETER, ""), size=10)
    return render(request, "imports/upload.html", {"form": form, "school": school, "runs": runs})


@vary_on_headers("HX-Request")
@require_GET
def import_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.visible_to(request.actor).light(), public_id=public_id)
    working = run.state in (ImportState.READ, ImportState.APPLYING)
    if request.htmx and not working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.htmx:
        return render(request, "imports/partials/_progress.html", {"run": run})
    status = request.GET.get("baris", "")
    context = {
        "run": run,
        "working": working,
        "tabs": _tabs(run, status),
        "page": None if working else _rows(request, run, status),
        "good": run.counts.get("new", 0) + run.counts.get("changed", 0),
        "reason": why_not_apply(run),
        "is_own": run.organisation_id == request.actor.organisation_id,
    }
    return render(request, "imports/run.html", context)


def _rows(request: ActorRequest, run: ImportRun, status: str) -> Page[ImportRow]:
    rows = ImportRow.objects.visible_to(request.actor).filter(run=run)
    if status in ImportRow.Status.values:
        rows = rows.filter(status=status)
    return page_of(rows, "number", after=request.GET.get(PARAMETER, ""), size=PAGE_SIZE)


def _tabs(run: ImportRun, chosen: str) -> list[dict[str, object]]:
    """The counts, each leading to its rows."""
    tabs: list[dict[str, object]] = [{"value": "", "label": _("Semua baris"), "count": sum(run.counts.values())}]
    for value, label in ImportRow.Status.choices:
        tabs.append({"value": value, "label": label, "count": run.counts.get(value, 0)})
    return [tab | {"is_current": tab["value"] == chosen} for tab in tabs]


@require_POST
def import_apply(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.visible_to(request.actor).light(), public_id=public_id)
    try:
        apply_import(run=run, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    except (StaleState, IllegalMove):
        messages.info(request, _("Berkas ini sudah ditangani. Inilah keadaannya sekarang."))
    return redirect("recipients:import_detail", public_id)


@require_POST
def import_refuse(request: ActorRequest, public_id: UUID) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.visible_to(request.actor).light(), public_id=public_id)
    try:
        refuse_import(run=run, actor=request.actor)
    except (StaleState, IllegalMove):
        messages.info(request, _("Berkas ini sudah ditangani. Inilah keadaannya sekarang."))
    else:
        messages.success(request, _("Dibatalkan. Tidak ada isi berkas yang disimpan."))
    return redirect("recipients:import_upload")
