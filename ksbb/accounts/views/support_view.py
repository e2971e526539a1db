"""Looking on as somebody: first what will happen, then doing it; and ending it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ksbb.accounts.actions.begin_support_view import begin_support_view
from ksbb.accounts.actions.end_support_view import end_support_view
from ksbb.accounts.models import Membership
from ksbb.accounts.requests import ActorRequest
from ksbb.accounts.support import KEY, SECONDS, kept, viewable
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden


@require_http_methods(["GET", "POST"])
def support_begin(request: ActorRequest, public_id: UUID) -> HttpResponse:
    members = Membership.objects.visible_to(request.actor).select_related("organisation", "user")
    membership = get_object_or_404(members, public_id=public_id)
    request.actor.must(Permission.SUPPORT_VIEW)
    if not viewable(request.actor).filter(pk=membership.pk).exists():
        raise Forbidden("not a person to look on as")
    if request.method == "POST":
        begin_support_view(membership=membership, actor=request.actor)
        request.session[KEY] = kept(membership, request.actor)
        return redirect("portal:dashboard")
    return render(request, "accounts/support_begin.html", {"membership": membership, "minutes": SECONDS // 60})


@require_POST
def support_end(request: ActorRequest) -> HttpResponse:
    """Also when it has ended by itself meanwhile."""
    if request.actor.viewer_id is not None:
        end_support_view(actor=request.actor)
    request.session.pop(KEY, None)
    messages.success(request, _("Anda kembali sebagai diri sendiri."))
    return redirect("accounts:member_list")
