"""Devices that wait for the matching: followed, and taken back as far as they wait."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from donations.actions.withdraw_wish import withdraw_wish
from donations.models import Wish
from donations.policies_promise import why_not_withdraw_wish
from donations.views.answers import told
from ksbb.accounts.requests import ActorRequest
from ksbb.audit.history import history_of
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from ksbb.territories.models import Territory


@require_GET
def wish_detail(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _visible(request, public_id)
    ours = found.donor.organisation_id == request.actor.organisation_id
    context = {
        "wish": found,
        "place": Territory.objects.filter(code=found.region).first() if found.region else None,
        "pledges": found.pledges.filter(committed_at__isnull=False).select_related("school__district").order_by("pk"),
        "may_withdraw": ours and request.actor.may(Permission.PLEDGE_CREATE) and not why_not_withdraw_wish(found),
        "history": history_of([found], request.actor),
    }
    return render(request, "donations/wish_detail.html", context)


def _visible(request: ActorRequest, public_id: UUID) -> Wish:
    seen = Wish.objects.visible_to(request.actor).select_related("donor__organisation")
    return get_object_or_404(seen, public_id=public_id)


@require_http_methods(["GET", "POST"])
def wish_withdraw(request: ActorRequest, public_id: UUID) -> HttpResponse:
    found = _visible(request, public_id)
    request.actor.must(Permission.PLEDGE_CREATE)
    if found.donor.organisation_id != request.actor.organisation_id:
        raise Forbidden("only the giver")
    reason = why_not_withdraw_wish(found)
    if request.method == "POST" and not reason:
        if told(request, partial(withdraw_wish, wish=found, actor=request.actor)):
            messages.success(request, _("Bagian yang belum dipadankan ditarik. Terima kasih atas niat baik Anda."))
        return redirect("donations:wish_detail", found.public_id)
    return render(request, "donations/wish_withdraw.html", {"wish": found, "reason": reason})
