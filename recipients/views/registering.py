"""Registering one person: first what kind, then the form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ksbb.accounts.requests import ActorRequest
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.register import AlreadyRegistered, register
from recipients.case_policies import registered_elsewhere, registered_here
from recipients.forms.people import FORMS
from recipients.models import Recipient
from recipients.registration import Registration
from recipients.views.notice import after_notice
from schools.models import School


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@after_notice
def recipient_register(request: ActorRequest) -> HttpResponse:
    """`?jenis=murid` or `guru`. A number that is registered anywhere is refused, the typing is kept."""
    request.actor.must(Permission.RECIPIENT_REGISTER)
    school = get_object_or_404(School.objects.visible_to(request.actor), organisation_id=request.actor.organisation_id)
    kind = request.GET.get("jenis", "")
    if kind not in FORMS:
        return render(request, "recipients/recipient_kind.html", {"school": school})
    form = FORMS[kind](request.POST or None)
    if form.is_valid():
        try:
            [pk] = register(school=school, people=[form.registration()], actor=request.actor)
        except AlreadyRegistered:
            form.add_error(None, _why_known(school, form.registration(), request.actor))
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Tersimpan. Penilaiannya ada di halaman ini."))
            return redirect("recipients:recipient_detail", Recipient.objects.get(pk=pk).public_id)
    return render(request, "recipients/recipient_register.html", {"form": form, "school": school, "kind": kind})


def _why_known(school: School, person: Registration, actor: Actor) -> str:
    """The refusal took everything back; the claim on another school's person is a step of its own."""
    cases = open_cases(school=school, claims=[Claim(0, person)], actor=actor)
    return registered_elsewhere(cases[0]) if cases else registered_here()
