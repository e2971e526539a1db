"""Erasing one person's data: what will go is shown first, and it cannot be undone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from recipients.actions.erase_recipient import erase_recipient
from recipients.forms.leaving import EraseForm
from recipients.models import Recipient
from recipients.policies import why_not_erase
from recipients.states import NeedState, RecipientState


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def recipient_erase(request: ActorRequest, public_id: UUID) -> HttpResponse:
    recipient = get_object_or_404(Recipient.objects.visible_to(request.actor), public_id=public_id)
    request.actor.must(Permission.RECIPIENT_ERASE)
    form = EraseForm(request.POST or None)
    if form.is_valid():
        try:
            erase_recipient(recipient=recipient, actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        except StaleState:
            form.add_error(None, _("Data ini baru saja diubah orang lain; muat ulang halamannya."))
        else:
            messages.success(request, _("Data pribadinya sudah dihapus."))
            return redirect("recipients:recipient_detail", public_id)
    context = {
        "recipient": recipient,
        "form": form,
        "reason": why_not_erase(recipient),
        "is_registered": recipient.state == RecipientState.REGISTERED,
        "has_device": recipient.needs.filter(state=NeedState.MET).exists(),
    }
    return render(request, "recipients/recipient_erase.html", context)
