"""The steps of one request: in hand, answered, refused, taken back; and the list of what was done, to keep outside."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.common.downloads import saved_as
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove, StaleState
from recipients.actions.answer_request import answer_request
from recipients.actions.export_requests import export_requests
from recipients.actions.refuse_request import refuse_request
from recipients.actions.take_back_request import take_back_request
from recipients.actions.take_up_request import take_up_request
from recipients.forms.requests import RefusalForm
from recipients.models import DataRequest
from recipients.request_policies import why_not_answer, why_not_close
from recipients.requests_held import must_answer


def _found(request: ActorRequest, public_id: UUID) -> DataRequest:
    seen = DataRequest.objects.visible_to(request.actor).select_related("organisation", "recipient__school")
    return get_object_or_404(seen, public_id=public_id)


def _tried(request: ActorRequest, step: Callable[[], object], told: str) -> bool:
    """Whether the step was taken; what it says, or why not, stands on the next page."""
    try:
        step()
    except Refused as no:
        messages.error(request, no.reason)
    except (StaleState, IllegalMove):
        messages.error(request, _("Permintaan ini baru saja diubah orang lain; muat ulang halamannya."))
    else:
        messages.success(request, told)
        return True
    return False


@require_POST
def request_take_up(request: ActorRequest, public_id: UUID) -> HttpResponse:
    asked = _found(request, public_id)
    told = _("Tercatat: permintaan ini sedang dikerjakan.")
    _tried(request, lambda: take_up_request(request=asked, actor=request.actor), told)
    return redirect("recipients:request_detail", public_id)


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def request_answer(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET says what will happen, POST does it."""
    asked = _found(request, public_id)
    must_answer(asked, request.actor)
    if request.method == "POST":
        told = _("Selesai. Beri tahu yang meminta bahwa permintaannya sudah dijawab.")
        _tried(request, lambda: answer_request(request=asked, actor=request.actor), told)
        return redirect("recipients:request_detail", public_id)
    context = {"asked": asked, "recipient": asked.recipient, "reason": why_not_answer(asked)}
    return render(request, "recipients/request_answer.html", context)


@require_http_methods(["GET", "POST"])
def request_refuse(request: ActorRequest, public_id: UUID) -> HttpResponse:
    asked = _found(request, public_id)
    must_answer(asked, request.actor)
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        ground = form.cleaned_data["ground"]
        told = _("Penolakan tercatat. Sampaikan dasar hukumnya dan ke mana yang meminta dapat mengadu.")
        _tried(request, lambda: refuse_request(request=asked, ground=ground, actor=request.actor), told)
        return redirect("recipients:request_detail", public_id)
    context = {"asked": asked, "form": form, "reason": why_not_close(asked)}
    return render(request, "recipients/request_refuse.html", context)


@require_POST
def request_take_back(request: ActorRequest, public_id: UUID) -> HttpResponse:
    asked = _found(request, public_id)
    told = _("Tercatat: yang meminta membatalkan permintaannya.")
    _tried(request, lambda: take_back_request(request=asked, actor=request.actor), told)
    return redirect("recipients:request_detail", public_id)


@require_POST
def request_export(request: ActorRequest) -> HttpResponseBase:
    """What was done, without names, to be kept outside: after a restore it is done again."""
    body = export_requests(actor=request.actor)
    return HttpResponse(body, headers=saved_as(f"permintaan-{timezone.localdate():%Y%m%d}.csv"))
