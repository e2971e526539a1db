"""Inviting: first where, then whom and as what."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ksbb.accounts.actions.invite_member import invite_member
from ksbb.accounts.forms import MemberForm
from ksbb.accounts.models import Organisation
from ksbb.accounts.policies import invitable
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused
from ksbb.territories.models import DISTRICT_LENGTH, Territory

CHOICES = 20


@require_http_methods(["GET", "POST"])
def member_invite(request: ActorRequest) -> HttpResponse:
    """`?organisasi=<public id>` names the place; who reaches only one place is led there at once."""
    request.actor.must(Permission.MEMBER_INVITE)
    organisation = _organisation(request)
    if organisation is None:
        return _choose(request)
    form = MemberForm(request.POST or None, organisation=organisation, actor=request.actor)
    if form.is_valid():
        try:
            invite_member(**form.cleaned_data, organisation=organisation, actor=request.actor)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, _("Undangan dikirim. Perannya berlaku sesudah orang itu menerimanya."))
            return redirect("accounts:member_list")
    return render(request, "accounts/member_invite.html", {"form": form, "organisation": organisation})


def _organisation(request: ActorRequest) -> Organisation | None:
    """The one asked for when it is in reach and there is a role to give in it; else the only one in reach."""
    within_reach = Organisation.objects.visible_to(request.actor)
    try:
        asked = list(within_reach.filter(public_id=UUID(request.GET.get("organisasi", ""))))
    except ValueError:
        asked = list(within_reach[:2])
    return asked[0] if len(asked) == 1 and invitable(asked[0].kind, request.actor) else None


def _choose(request: ActorRequest) -> HttpResponse:
    """Up to CHOICES places whose name holds what was typed."""
    words = request.GET.get("cari", "").strip()[:100]
    kinds = [kind for kind in Organisation.Kind.values if invitable(kind, request.actor)]
    within_reach = Organisation.objects.visible_to(request.actor).filter(kind__in=kinds, name__icontains=words)
    found = list(within_reach.order_by("kind", "name", "id")[: CHOICES + 1])
    # Many schools share a name: the kecamatan tells them apart.
    wanted = {organisation.region[:DISTRICT_LENGTH] for organisation in found}
    places = dict(Territory.objects.filter(code__in=wanted).values_list("code", "name"))
    choices = [
        (organisation, places.get(organisation.region[:DISTRICT_LENGTH], "")) for organisation in found[:CHOICES]
    ]
    context = {"choices": choices, "words": words, "more": len(found) > CHOICES}
    return render(request, "accounts/member_where.html", context)
