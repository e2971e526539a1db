"""Requests of people about their own data: the list of whoever must answer or watches, one request, and recording one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.paging import PARAMETER, page_of
from ksbb.common.refusals import Refused
from recipients.actions.receive_request import receive_request
from recipients.forms.requests import RequestFilter, RequestForm
from recipients.models import DataRequest, Recipient
from recipients.models.data_request import DataRequestQuerySet
from recipients.request_policies import why_not_answer, why_nothing_is_received
from recipients.requests_held import joined_into, may_answer
from recipients.states import REQUEST_OPEN

PAGE_SIZE = 30


@require_GET
def request_list(request: ActorRequest) -> HttpResponse:
    """No name stands here: what is due first, and how much of it is late."""
    actor = request.actor
    actor.must(Permission.REQUEST_VIEW)
    form = RequestFilter(request.GET)
    found = form.filtered(DataRequest.objects.visible_to(actor)).select_related("organisation")
    context = {
        "form": form,
        "counts": _counts(actor),
        "page": page_of(found, *form.order, after=request.GET.get(PARAMETER, ""), size=PAGE_SIZE),
        "one_school": not actor.oversees,
    }
    return render(request, "recipients/request_list.html", context)


def _counts(actor: Actor) -> dict[str, int]:
    """Open and late, in one statement."""
    waiting = Q(state__in=REQUEST_OPEN)
    return DataRequest.objects.visible_to(actor).aggregate(
        open=Count("pk", filter=waiting), late=Count("pk", filter=waiting & Q(due_at__lt=timezone.now()))
    )


@require_GET
@people_shown(Read.Kind.PERSON)
def request_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(_seen(request.actor), public_id=public_id)
    actor = request.actor
    context = {
        "asked": found,
        # Who may see the person reads the name here; others (the office of the province) read the number only.
        "person": Recipient.objects.visible_to(actor).filter(pk=found.recipient_id or 0).first(),
        "is_own": found.user_id is not None and found.user_id == actor.user_id,
        "may_answer": may_answer(found, actor),
        "reason": why_not_answer(found),
        "joined": joined_into(found),
        "steps": _steps(found),
        "history": history_of(found, actor),
    }
    return render(request, "recipients/request_detail.html", context)


def _seen(actor: Actor) -> DataRequestQuerySet:
    return DataRequest.objects.visible_to(actor).select_related("organisation", "recipient")


def _steps(found: DataRequest) -> list[dict[str, str]]:
    """Received, in hand, closed; as many as there were."""
    last = found.get_state_display().capitalize() if found.closed_at else _("Selesai")
    moments = [(_("Diterima"), found.received_at), (_("Dikerjakan"), found.taken_up_at), (last, found.closed_at)]
    # Whoever closed it at once took nothing up.
    told = [(label, moment) for label, moment in moments if moment or not found.closed_at]
    now = 0 if found.closed_at else (2 if found.taken_up_at else 1)
    return [
        {
            "label": label,
            "state": "done" if moment or found.closed_at else "now" if place == now else "todo",
            "text": date_format(timezone.localtime(moment), "j M Y, H.i") if moment else "",
        }
        for place, (label, moment) in enumerate(told)
    ]


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def request_record(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Somebody stands at the desk: what is asked, by whom, against which paper."""
    recipient = get_object_or_404(Recipient.objects.visible_to(request.actor), public_id=public_id)
    request.actor.must(Permission.REQUEST_RECORD)
    form = RequestForm(request.POST or None, recipient=recipient)
    if form.is_valid():
        try:
            asked = receive_request(recipient=recipient, actor=request.actor, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            told = _("Permintaan %(number)s tercatat. Beri nomor ini kepada yang meminta.")
            messages.success(request, told % {"number": asked.number})
            return redirect("recipients:request_detail", asked.public_id)
    closed = None if form.is_bound else why_nothing_is_received(recipient)
    return render(request, "recipients/request_record.html", {"recipient": recipient, "form": form, "closed": closed})
