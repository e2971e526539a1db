"""Becoming a donor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from donations.actions.register_donor import register_donor
from donations.forms.donor import DonorForm
from donations.models import Donor
from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import Membership
from ksbb.accounts.requests import ActorRequest
from ksbb.common.refusals import Refused


@require_http_methods(["GET", "POST"])
def donor_register(request: ActorRequest) -> HttpResponse:
    """Afterwards the person acts as this donor and goes on to where they wanted to go."""
    form = DonorForm(request.POST or None, initial={"name": request.user.full_name})
    if request.method == "POST" and form.is_valid():
        try:
            donor = register_donor(user=request.user, actor=request.actor, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            _act_as(request, donor)
            messages.success(request, _("Anda terdaftar sebagai donatur. Terima kasih."))
            return redirect(where_next(request))
    return render(request, "donations/donor_register.html", {"form": form, "next": request.GET.get("next", "")})


def _act_as(request: ActorRequest, donor: Donor) -> None:
    mine = Membership.objects.active().filter(user=request.user, organisation_id=donor.organisation_id)
    request.session[SESSION_KEY] = mine.values_list("pk", flat=True).get()


def where_next(request: ActorRequest) -> str:
    """The page the person came from, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else reverse("donations:need_list")
