"""Which of one's roles one acts in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import Membership
from ksbb.accounts.requests import ActorRequest


@require_http_methods(["GET", "POST"])
def membership_choose(request: ActorRequest) -> HttpResponse:
    """The own active memberships; POST takes one of them for the rest of the session."""
    own = Membership.objects.active().filter(user=request.user).select_related("organisation").order_by("pk")
    if request.method == "GET":
        context = {"memberships": own, "next": request.GET.get("next", "")}
        return render(request, "accounts/membership_choose.html", context)
    try:
        public_id = UUID(request.POST.get("membership", ""))
    except ValueError as error:
        raise Http404 from error
    chosen = get_object_or_404(own, public_id=public_id)
    request.session[SESSION_KEY] = chosen.pk
    messages.success(
        request,
        _("Anda sekarang bertindak sebagai %(role)s, %(organisation)s.")
        % {"role": chosen.get_role_display(), "organisation": chosen.organisation.name},
    )
    return redirect(_wanted(request) or "portal:dashboard")


def _wanted(request: ActorRequest) -> str:
    """Where the person wanted to go, if it is one of our pages."""
    wanted = request.POST.get("next", "")
    hosts, secure = {request.get_host()}, request.is_secure()
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts, require_https=secure) else ""
