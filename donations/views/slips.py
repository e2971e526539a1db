"""The guardian's page, without an account and without JavaScript, and the print for the school.

The code is sent by POST only and stands in no address; no page here says whose device it is or from which school.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.answer_slip import answer_slip
from donations.actions.print_slips import print_slips
from donations.forms.slips import AnswerForm, CodeForm
from donations.models import ReceiptSlip
from donations.slips import acts_in_handovers, source_of
from donations.views.handovers import visible_handover
from ksbb.accounts.requests import ActorRequest
from ksbb.common.clients import network_address_of
from ksbb.common.downloads import saved_as
from ksbb.common.limits import wait_for, wait_for_everybody
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState

# Two of them for each slip. A whole school may answer through one address; a guess hits one of 6 · 10¹¹ codes.
FROM_ONE, FROM_ALL, WINDOW = 200, 6_000, 600


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def slip_answer(request: ActorRequest) -> HttpResponse:
    """The code, then the two questions, then thanks: three faces of one address."""
    if acts_in_handovers(request.actor):
        return render(request, "donations/slip_not_you.html", status=403)
    if request.method == "GET":
        return render(request, "donations/slip_code.html", {"form": CodeForm()})
    if wait := _wait(request):
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(wait)
        return response
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "donations/slip_code.html", {"form": form})
    return _asked(request, form.slip)


def _wait(request: ActorRequest) -> int:
    one = wait_for(request, "slip", amount=FROM_ONE, seconds=WINDOW)
    return one or wait_for_everybody("slips", amount=FROM_ALL, seconds=WINDOW)


def _asked(request: ActorRequest, slip: ReceiptSlip) -> HttpResponse:
    form = AnswerForm(request.POST if "jawab" in request.POST else None)
    if slip.answered_at is None and form.is_valid():
        source = source_of(network_address_of(request), request.headers.get("User-Agent", ""))
        try:
            answered = answer_slip(slip=slip, source=source, actor=request.actor, **form.answers())
        except StaleState:
            slip.refresh_from_db()
        else:
            return render(request, "donations/slip_thanks.html", {"slip": answered})
    if slip.answered_at is not None:
        return render(request, "donations/slip_answered.html", {"answered_at": slip.answered_at})
    return render(request, "donations/slip_questions.html", {"form": form, "code": request.POST.get("code", "")})


@require_GET
def slip_print(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The slips of a handover to be printed and cut; for the school alone."""
    handover = visible_handover(request, public_id)
    try:
        pdf = print_slips(handover=handover, actor=request.actor)
    except Refused as no:
        raise Http404 from no
    return HttpResponse(pdf, headers=saved_as("slip-terima.pdf"))
