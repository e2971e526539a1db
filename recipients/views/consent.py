"""One person's consent: recorded, corrected, taken back."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.audit.models import Read
from ksbb.audit.reads import people_shown
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from recipients.actions.record_circumstances import record_circumstances
from recipients.actions.withdraw_consent import withdraw_consent
from recipients.forms.consenting import consent_form
from recipients.models import Recipient
from recipients.policies import why_not_consent, why_not_withdraw_consent
from recipients.states import NeedState
from recipients.views.notice import after_notice

PROMISED = (NeedState.RESERVED, NeedState.DELIVERED)


def _person(request: ActorRequest, public_id: UUID) -> Recipient:
    people = Recipient.objects.visible_to(request.actor).select_related("school", "consent", "circumstances")
    recipient = get_object_or_404(people, public_id=public_id)
    request.actor.must(Permission.RECIPIENT_REGISTER)
    return recipient


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@after_notice
@people_shown(Read.Kind.PERSON)
def recipient_consent(request: ActorRequest, public_id: UUID) -> HttpResponse:
    recipient = _person(request, public_id)
    reason = why_not_consent(recipient)
    form = consent_form(recipient, request.POST or None)
    if not reason and form.is_valid():
        record_circumstances(answers={recipient.pk: {"consent": form.consent()}}, actor=request.actor)
        messages.success(request, _("Persetujuan tersimpan, dan penilaiannya diperbarui."))
        return redirect("recipients:recipient_detail", public_id)
    context = {"recipient": recipient, "form": form, "reason": reason, "days": settings.RETENTION_DAYS}
    return render(request, "recipients/consent.html", context)


@require_http_methods(["GET", "POST"])
@people_shown(Read.Kind.PERSON)
def consent_withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """GET tells what follows, POST does it."""
    recipient = _person(request, public_id)
    if request.method == "POST":
        try:
            withdraw_consent(recipient=recipient, actor=request.actor)
        except Refused as no:
            messages.error(request, no.reason)
        else:
            messages.success(request, _("Persetujuan ditarik, dan penilaiannya diperbarui."))
        return redirect("recipients:recipient_detail", public_id)
    context = {
        "recipient": recipient,
        "reason": why_not_withdraw_consent(recipient),
        "is_promised": recipient.needs.filter(state__in=PROMISED).exists(),
    }
    return render(request, "recipients/consent_withdraw.html", context)
