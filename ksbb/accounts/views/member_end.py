"""Ending somebody's role: first what will happen, then doing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ksbb.accounts.actions.end_membership import end_membership
from ksbb.accounts.models import Membership
from ksbb.accounts.policies import may_give, why_not_end
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused


@require_http_methods(["GET", "POST"])
def member_end(request: ActorRequest, public_id: UUID) -> HttpResponse:
    members = Membership.objects.visible_to(request.actor).select_related("organisation", "user")
    membership = get_object_or_404(members, public_id=public_id)
    if not may_give(Role(membership.role), membership.organisation, request.actor):
        raise Forbidden("not the actor's to end")
    reason = why_not_end(membership, request.actor)
    if request.method == "POST":
        try:
            end_membership(membership=membership, actor=request.actor)
        except Refused as no:
            reason = no.reason
        else:
            messages.success(request, _("Keanggotaan itu sudah berakhir."))
            return redirect("accounts:member_list")
    return render(request, "accounts/member_end.html", {"membership": membership, "reason": reason})
