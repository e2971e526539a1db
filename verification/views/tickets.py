"""The ticket of a complaint, typed once: what became of it, without an account and without JavaScript.

The code is sent by POST and stands in no address. The browser then holds a signed cookie for half an hour, sent to one address
alone whose random part says nothing: in a log, in the browser's history or on another telephone it opens nothing.
"""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.common import sealing
from ksbb.common.limits import limited
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from verification.actions.contest_complaint import contest_complaint
from verification.complaint_files import held_files_of
from verification.complaint_forms import ContestForm, TicketForm
from verification.complaint_words import timeline_of
from verification.complaints import CONTEST_DAYS, LEVEL_NAMES, due_after
from verification.models import Complaint
from verification.policies_complaints import why_not_contest

COOKIE, SALT = "laporan", "verification.ticket"
OPEN_FOR = 30 * 60
HOUR = 60 * 60
ASKED = frozenset({"GET"})


def open_ticket(complaint: Complaint) -> HttpResponse:
    """To its page, open in this browser alone. Not kept in the session, which would tie a signed-in person to the complaint."""
    handle = secrets.token_urlsafe(12)
    return _keep(redirect("verification:complaint_status", handle), handle, complaint)


def _keep(response: HttpResponse, handle: str, complaint: Complaint) -> HttpResponse:
    """Half an hour from now; a page that is looked at stays open."""
    response.set_signed_cookie(
        COOKIE,
        complaint.public_id.hex,
        salt=SALT + handle,
        max_age=OPEN_FOR,
        path=_address(handle),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _address(handle: str) -> str:
    return reverse("verification:complaint_status", args=[handle])


def _held(request: ActorRequest, handle: str) -> Complaint | None:
    """The complaint whose ticket this browser has typed for this address."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT + handle, max_age=OPEN_FOR)
    return Complaint.objects.select_related("school").filter(public_id=UUID(kept)).first() if kept else None


@never_cache
@sensitive_post_parameters()
@limited("complaint_find", amount=30, seconds=600)
@require_http_methods(["GET", "POST"])
def complaint_find(request: ActorRequest) -> HttpResponse:
    """An unknown code is told in the same words whatever is wrong with it."""
    form = TicketForm(request.POST or None)
    if form.is_valid():
        complaint = Complaint.objects.filter(code=form.cleaned_data["code"]).first()
        if complaint:
            return open_ticket(complaint)
        form.add_error("code", _("Kode ini tidak dikenal. Periksa lagi setiap huruf dan angkanya."))
    return render(request, "verification/complaint_find.html", {"form": form})


@never_cache
@require_GET
def complaint_old_address(request: ActorRequest, code: str) -> HttpResponse:
    """Once the code stood here. It is not looked at: whoever finds it in a log or a history learns nothing."""
    return redirect("verification:complaint_find")


@never_cache
@require_GET
@limited("complaint_status", amount=60, seconds=60, methods=ASKED)
def complaint_status(request: ActorRequest, handle: str) -> HttpResponse:
    complaint = _held(request, handle)
    return _shown(request, complaint, handle, ContestForm()) if complaint else _closed(request)


@never_cache
@sensitive_post_parameters()
@require_POST
@limited("complaint_contest", amount=30, seconds=HOUR)
def complaint_contest(request: ActorRequest, handle: str) -> HttpResponse:
    complaint = _held(request, handle)
    form = ContestForm(request.POST)
    if complaint is None:
        return render(
            request, "verification/complaint_find.html", {"form": TicketForm(), "kept": request.POST.get("reason", "")}
        )
    if not form.is_valid():
        return _shown(request, complaint, handle, form)
    try:
        contest_complaint(complaint=complaint, reason=form.cleaned_data["reason"])
    except Refused as no:
        form.add_error(None, no.reason)
        return _shown(request, complaint, handle, form)
    except StaleState:
        pass
    return redirect("verification:complaint_status", handle)


@never_cache
@require_POST
def complaint_leave(request: ActorRequest, handle: str) -> HttpResponse:
    """For a telephone that is shared: back and reload open nothing any more."""
    messages.success(request, _("Status laporan sudah ditutup di perangkat ini."))
    return _forgotten(redirect("verification:complaint_find"), handle)


def _forgotten(response: HttpResponseRedirect, handle: str) -> HttpResponse:
    response.delete_cookie(COOKIE, path=_address(handle), samesite="Lax")
    return response


def _closed(request: ActorRequest) -> HttpResponse:
    """Not typed in this browser, or more than half an hour ago."""
    messages.info(request, _("Status laporan ditutup sesudah setengah jam. Ketik lagi kode tiketnya."))
    return redirect("verification:complaint_find")


def _shown(request: ActorRequest, complaint: Complaint, handle: str, form: ContestForm) -> HttpResponse:
    """What was said is not shown: the telephone may be shared."""
    answered = complaint.answered_at if complaint.answer_sealed and complaint.state in ("answered", "closed") else None
    context: dict[str, Any] = {
        "complaint": complaint,
        "handle": handle,
        "office": LEVEL_NAMES[complaint.level],
        "events": timeline_of(complaint),
        "answer": sealing.unseal(complaint.answer_sealed) if answered else "",
        "form": form,
        "may_contest": why_not_contest(complaint) is None,
        "contest_until": due_after(answered, CONTEST_DAYS) if answered else None,
        "files": held_files_of(complaint),
    }
    response = render(request, "verification/complaint_status.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return _keep(response, handle, complaint)
