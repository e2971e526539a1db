"""Uploading a file: send it, and decide about it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from ksbb.imports.models import ImportRun
from recipients.actions.apply_import import apply_import
from recipients.actions.refuse_import import refuse_import
from recipients.actions.start_import import start_import
from recipients.actions.withdraw_import import withdraw_import
from recipients.forms.uploads import UploadForm
from recipients.import_policies import plan_of, why_not_apply, why_not_withdraw_import
from recipients.views.notice import after_notice
from schools.models import School

RUNS = 10


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
    runs = page_of(ImportRun.objects.visible_to(actor).light(), "-id", after=request.GET.get(PARAMETER, ""), size=RUNS)
    return render(request, "imports/upload.html", {"form": form, "school": school, "runs": runs})


@require_http_methods(["GET", "POST"])
def import_apply(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says in numbers what will happen; POST lets it happen."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.actor).light(), public_id=public_id)
    request.actor.must(Permission.RECIPIENT_IMPORT)
    if request.method == "GET":
        context = {"run": run, "plan": plan_of(run), "reason": why_not_apply(run, request.actor)}
        return render(request, "imports/apply.html", context)
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


@require_http_methods(["GET", "POST"])
def import_withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Taking a whole applied file back: GET says what will happen, or why it cannot."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.actor).light(), public_id=public_id)
    request.actor.must(Permission.RECIPIENT_WITHDRAW)
    school = get_object_or_404(School.objects.visible_to(request.actor), organisation_id=run.organisation_id)
    if request.method == "GET":
        context = {"run": run, "plan": plan_of(run), "reason": why_not_withdraw_import(run)}
        return render(request, "imports/withdraw.html", context)
    try:
        withdraw_import(run=run, school=school, actor=request.actor)
    except Refused as no:
        messages.error(request, no.reason)
    except (StaleState, IllegalMove):
        messages.info(request, _("Berkas ini sudah ditangani. Inilah keadaannya sekarang."))
    else:
        messages.success(request, _("Berkas dibatalkan seluruhnya. Daftar penerima kembali seperti sebelumnya."))
    return redirect("recipients:import_detail", public_id)
