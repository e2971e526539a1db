"""For everybody, without an account and without JavaScript: complain, and read with the ticket what became of it.

Nothing of what is typed here stands in an address, a message or a log.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from donations.receipts import clean_code
from ksbb.accounts.requests import ActorRequest
from ksbb.common import sealing
from ksbb.common.limits import limited, wait_for, wait_for_everybody
from ksbb.common.page_cache import public_page
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from schools.models import NPSN_SHAPE, School
from verification import complaint_statistics
from verification.actions.contest_complaint import contest_complaint
from verification.actions.file_complaint import file_complaint
from verification.complaint_forms import ComplaintForm, ContestForm, TicketForm
from verification.complaint_words import timeline_of
from verification.complaints import CONTEST_DAYS, LEVEL_NAMES, due_after
from verification.models import Complaint
from verification.policies_complaints import why_not_contest

HOUR = 60 * 60
# One family, one school's computer room; and everybody together.
FROM_ONE, FROM_ALL = 30, 600
ASKED = frozenset({"GET"})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def complaint_write(request: ActorRequest) -> HttpResponse:
    """`?sekolah=`, `?gawai=` and `?tentang=` fill in public codes; the button “cari” looks for the school and sends nothing."""
    if request.method == "GET":
        return _written(request, ComplaintForm(initial=_prefilled(request)))
    if "cari" in request.POST:
        return _written(request, ComplaintForm(initial=request.POST.dict()))
    wait = wait_for(request, "complaint", amount=FROM_ONE, seconds=HOUR) or wait_for_everybody(
        "complaints", amount=FROM_ALL, seconds=HOUR
    )
    form = ComplaintForm(request.POST, request.FILES)
    if wait or not form.is_valid():
        return _written(request, form, wait)
    return redirect("verification:complaint_status", file_complaint(**form.told()).code)


def _prefilled(request: ActorRequest) -> dict[str, str]:
    npsn = request.GET.get("sekolah", "").strip().upper()
    school = School.objects.listed().filter(npsn=npsn).first() if re.match(NPSN_SHAPE, npsn) else None
    named = {"school_words": school.npsn, "school": school.npsn} if school else {}
    about = request.GET.get("tentang", "")
    asked = {"category": about} if about in Complaint.Category.values else {}
    return named | asked | {"device_code": clean_code(request.GET.get("gawai", ""))}


def _written(request: ActorRequest, form: ComplaintForm, wait: int = 0) -> HttpResponse:
    """The form with everything that was typed; only files must be chosen again. 429 with Retry-After when `wait`."""
    context = {"form": form, "must_wait": wait, "lost_files": bool(request.FILES)}
    response = render(request, "verification/complaint_write.html", context, status=429 if wait else 200)
    if wait:
        response["Retry-After"] = str(wait)
    return response


@never_cache
@limited("complaint_find", amount=30, seconds=600)
@require_http_methods(["GET", "POST"])
def complaint_find(request: ActorRequest) -> HttpResponse:
    form = TicketForm(request.POST or None)
    if form.is_valid():
        return redirect("verification:complaint_status", form.cleaned_data["code"])
    return render(request, "verification/complaint_find.html", {"form": form})


@never_cache
@require_GET
@limited("complaint_status", amount=60, seconds=60, methods=ASKED)
def complaint_status(request: ActorRequest, code: str) -> HttpResponse:
    """404 for an unknown code, in the same words whatever is wrong with it."""
    return _shown(request, code, ContestForm())


@never_cache
@sensitive_post_parameters()
@require_POST
@limited("complaint_contest", amount=30, seconds=HOUR)
def complaint_contest(request: ActorRequest, code: str) -> HttpResponse:
    complaint = _by_ticket(code)
    form = ContestForm(request.POST)
    if complaint is None or not form.is_valid():
        return _shown(request, code, form)
    try:
        contest_complaint(complaint=complaint, reason=form.cleaned_data["reason"])
    except Refused as no:
        form.add_error(None, no.reason)
        return _shown(request, code, form)
    except StaleState:
        pass
    return redirect("verification:complaint_status", complaint.code)


def _by_ticket(code: str) -> Complaint | None:
    """The ticket is the right to read what became of it; what was said is not shown here, the telephone may be shared."""
    return Complaint.objects.select_related("school").filter(code=clean_code(code)).first()


def _shown(request: ActorRequest, code: str, form: ContestForm) -> HttpResponse:
    complaint = _by_ticket(code)
    if complaint is None:
        context: dict[str, Any] = {"form": TicketForm(), "is_unknown": True}
        return _unlisted(render(request, "verification/complaint_find.html", context, status=404))
    answered = complaint.answered_at if complaint.answer_sealed and complaint.state in ("answered", "closed") else None
    context = {
        "complaint": complaint,
        "office": LEVEL_NAMES[complaint.level],
        "events": timeline_of(complaint),
        "answer": sealing.unseal(complaint.answer_sealed) if answered else "",
        "form": form,
        "may_contest": why_not_contest(complaint) is None,
        "contest_until": due_after(answered, CONTEST_DAYS) if answered else None,
    }
    return _unlisted(render(request, "verification/complaint_status.html", context))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@public_page
@require_GET
def complaint_figures(request: ActorRequest) -> HttpResponse:
    return render(request, "verification/complaint_figures.html", {"figures": complaint_statistics.figures()})
