"""Taking a person off the register, and the full numbers: each a deliberate, recorded step."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from recipients.actions.unmask_identity import unmask_identity
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.forms.leaving import UnmaskForm, WithdrawForm
from recipients.models import Recipient
from recipients.policies import why_not_withdraw
from recipients.states import END_STATES


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def recipient_withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    recipient = get_object_or_404(Recipient.objects.visible_to(request.actor), public_id=public_id)
    request.actor.must(Permission.RECIPIENT_WITHDRAW)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            withdraw_recipient(recipient=recipient, actor=request.actor, to=END_STATES[reason], reason=reason)
        except Refused as no:
            form.add_error(None, no.reason)
        except StaleState:
            form.add_error(None, _("Data ini baru saja diubah orang lain; muat ulang halamannya."))
        else:
            messages.success(request, _("Pendaftarannya sudah ditarik. Kebutuhannya ditutup."))
            return redirect("recipients:recipient_detail", public_id)
    context = {"recipient": recipient, "form": form, "reason": why_not_withdraw(recipient)}
    return render(request, "recipients/recipient_withdraw.html", context)


@never_cache
@require_POST
@people_shown(Read.Kind.IDENTITY)
def identity_unmask(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """The numbers are in the answer to this one POST and nowhere else; a reload asks, and is recorded, again."""
    recipient = get_object_or_404(Recipient.objects.visible_to(request.actor), public_id=public_id)
    request.actor.must(Permission.IDENTITY_UNMASK)
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Pilih dulu untuk keperluan apa nomor itu dibuka."))
        return redirect("recipients:recipient_detail", public_id)
    purpose = form.cleaned_data["purpose"]
    numbers = unmask_identity(recipient=recipient, actor=request.actor, purpose=purpose)
    context = {"recipient": recipient, "numbers": list(numbers.items())}
    return render(request, "recipients/identity.html", context)
