"""For everybody, without an account and without JavaScript: complain, and read how many others did.

Nothing of what is typed here stands in an address, a message or a log.
"""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from donations.receipts import clean_code
from ksbb.accounts.requests import ActorRequest
from ksbb.common.limits import wait_for, wait_for_everybody
from ksbb.common.page_cache import public_page
from schools.models import NPSN_SHAPE, School
from verification import complaint_statistics
from verification.actions.await_files import await_files
from verification.actions.file_complaint import file_complaint
from verification.complaint_forms import ComplaintForm, new_submission
from verification.models import Complaint
from verification.views.tickets import open_ticket

HOUR = 60 * 60
# One family, one school's computer room; and everybody together.
FROM_ONE, FROM_ALL = 30, 600


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
    complaint = file_complaint(**form.told())
    await_files(complaint=complaint, held=form.held)
    return open_ticket(complaint)


def _prefilled(request: ActorRequest) -> dict[str, str]:
    npsn = request.GET.get("sekolah", "").strip().upper()
    school = School.objects.listed().filter(npsn=npsn).first() if re.match(NPSN_SHAPE, npsn) else None
    named = {"school_words": school.npsn, "school": school.npsn} if school else {}
    about = request.GET.get("tentang", "")
    asked = {"category": about} if about in Complaint.Category.values else {}
    always = {"submission": new_submission(), "device_code": clean_code(request.GET.get("gawai", ""))}
    return named | asked | always


def _written(request: ActorRequest, form: ComplaintForm, wait: int = 0) -> HttpResponse:
    """The form with everything that was typed; only files must be chosen again. 429 with Retry-After when `wait`."""
    context = {"form": form, "must_wait": wait, "lost_files": bool(request.FILES)}
    response = render(request, "verification/complaint_write.html", context, status=429 if wait else 200)
    if wait:
        response["Retry-After"] = str(wait)
    return response


@public_page
@require_GET
def complaint_figures(request: ActorRequest) -> HttpResponse:
    return render(request, "verification/complaint_figures.html", {"figures": complaint_statistics.figures()})
