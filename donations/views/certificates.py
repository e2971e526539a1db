"""The papers: issued, voided, downloaded, and checked by whoever holds one."""

from __future__ import annotations

import re
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.issue_certificates import issue_certificates
from donations.actions.open_certificate import open_certificate
from donations.actions.void_certificates import void_certificates
from donations.forms.handover import ReasonForm
from donations.models import HandoverCertificate
from donations.paper_check import paper_of, public_number, types_on
from donations.policies import only_taker, why_not_issue, why_not_void
from donations.views.answers import attempt
from donations.views.handovers import visible_handover
from donations.views.papers import papers_form
from ksbb.accounts.requests import ActorRequest
from ksbb.audit import reads
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission


@require_http_methods(["GET", "POST"])
def certificate_issue(request: ActorRequest, public_id: UUID) -> HttpResponse:
    handover = visible_handover(request, public_id)
    request.actor.must(Permission.DEVICE_RECORD)
    only_taker(handover.pledge, request.actor)
    form = papers_form(handover, request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(issue_certificates, handover=handover, actor=request.actor, **form.cleaned_data)
        if attempt(form, act):
            messages.success(request, _("BAST terbit. Cetak, lalu tanda tangani bersama saat serah terima."))
            return redirect("donations:handover_detail", handover.public_id)
    context = {"handover": handover, "form": form, "reason": why_not_issue(handover)}
    return render(request, "donations/certificate_issue.html", context)


@require_http_methods(["GET", "POST"])
def certificate_void(request: ActorRequest, public_id: UUID) -> HttpResponse:
    handover = visible_handover(request, public_id)
    request.actor.must(Permission.HANDOVER_RECORD)
    only_taker(handover.pledge, request.actor)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(void_certificates, handover=handover, actor=request.actor, reason=form.cleaned_data["reason"])
        if attempt(form, act):
            messages.success(request, _("BAST dibatalkan. Perbaiki datanya, lalu terbitkan BAST baru."))
            return redirect("donations:handover_detail", handover.public_id)
    context = {"handover": handover, "form": form, "reason": why_not_void(handover)}
    return render(request, "donations/certificate_void.html", context)


@require_GET
@people_shown(Read.Kind.PAPER)
def certificate_download(request: ActorRequest, public_id: UUID) -> FileResponse:
    """The PDF as issued; nobody else's cache keeps it."""
    seen = HandoverCertificate.objects.visible_to(request.actor).select_related("device__allocation__need")
    certificate = get_object_or_404(seen, public_id=public_id)
    if certificate.device is not None and certificate.device.allocation is not None:
        need = certificate.device.allocation.need
        reads.notice(need.recipient_id, need.region)
    try:
        paper = open_certificate(certificate=certificate, actor=request.actor)
    except FileNotFoundError as error:
        raise Http404 from error
    name = re.sub(r"[^A-Za-z0-9]+", "-", certificate.number).strip("-")
    response = FileResponse(paper, as_attachment=True, filename=f"{name}.pdf", content_type="application/pdf")
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def certificate_check(request: ActorRequest, code: str) -> HttpResponse:
    """For whoever holds a paper: is it ours and still valid? No person, no device number; a school only where it signs."""
    found = paper_of(code)
    if found is None:
        return render(request, "donations/certificate_unknown.html", {"code": code[:40]}, status=404)
    context = {"paper": found, "number": public_number(found), "types": types_on(found)}
    return render(request, "donations/certificate_check.html", context)
