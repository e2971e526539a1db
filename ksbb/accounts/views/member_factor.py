"""A member's lost second factor: the first colleague asks, the second one agrees, on the same page."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from ksbb.accounts.actions.confirm_factor_reset import confirm_factor_reset
from ksbb.accounts.actions.open_factor_reset import open_factor_reset
from ksbb.accounts.models import FactorReset, Membership
from ksbb.accounts.policies import may_give
from ksbb.accounts.requests import ActorRequest
from ksbb.accounts.reset_policies import why_not_confirm, why_not_reset
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState


class SeenForm(forms.Form):
    """What each of the two says."""

    seen = forms.BooleanField(
        label=gettext_lazy("Saya bertemu langsung dengan orang ini dan sudah melihat kartu identitasnya."),
        error_messages={"required": gettext_lazy("Tanpa bertemu orangnya, pengaman tidak boleh dilepas.")},
    )


@require_http_methods(["GET", "POST"])
def member_factor(request: ActorRequest, public_id: UUID) -> HttpResponse:
    members = Membership.objects.visible_to(request.actor).select_related("organisation", "user")
    membership = get_object_or_404(members, public_id=public_id)
    request.actor.must(Permission.MEMBER_INVITE)
    reset = (
        FactorReset.objects.waiting().filter(membership=membership).select_related("opened_by", "membership").first()
    )
    if reset is None and not may_give(Role(membership.role), membership.organisation, request.actor):
        raise Forbidden("not the actor's to open")
    reason = why_not_confirm(reset, request.actor) if reset else why_not_reset(membership, request.actor)
    form = SeenForm(request.POST or None)
    if request.method == "POST" and not reason and form.is_valid():
        try:
            return _done(request, membership, reset)
        except (Refused, StaleState) as no:
            reason = getattr(no, "reason", _("Data ini baru saja diubah orang lain; muat ulang halaman ini."))
    context = {"membership": membership, "reset": reset, "reason": reason, "form": form}
    return render(request, "accounts/member_factor.html", context)


def _done(request: ActorRequest, membership: Membership, reset: FactorReset | None) -> HttpResponse:
    if reset is None:
        open_factor_reset(membership=membership, actor=request.actor)
        messages.success(request, _("Tercatat. Sekarang orang kedua yang berwenang menyetujuinya dalam 24 jam."))
    else:
        confirm_factor_reset(reset=reset, actor=request.actor)
        messages.success(request, _("Pengaman yang hilang sudah dilepas. Orang itu memasang yang baru saat masuk."))
    return redirect("accounts:member_list")
