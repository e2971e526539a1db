"""Who acts is settled once, before any view; and every page is closed unless it is on the public list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from ksbb.accounts import factors, google, sessions, support
from ksbb.accounts.acting import actor_of
from ksbb.accounts.adapter import WAY_KEY
from ksbb.accounts.models import Membership
from ksbb.accounts.public_pages import KEY_ONLY, PUBLIC
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.actors import VISITOR, Actor
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden

GetResponse = Callable[[HttpRequest], HttpResponse]
SESSION_KEY = "membership"

# Pages of a signed-in person that need no membership: the own account, and becoming a donor (also on the way to a gift).
PERSONAL = (
    "accounts:membership_choose",
    "accounts:session_",
    "accounts:factor_needed",
    "account_",
    "mfa_",
    "portal:dashboard",
    "portal:inbox",
    "portal:message_",
    "portal:my_data",
    "recipients:request_detail",
    "recipients:request_take_back",
    "portal:components",
    "portal:condition",
    "portal:switch_",
    "portal:retry",
    "donations:donor_register",
    "donations:pledge_create",
    "donations:basket_",
    "donations:search_",
)


# All that a staff member reaches before the second factor is there: setting it up, showing it, and leaving.
WITHOUT_FACTOR = ("account_", "mfa_", "accounts:factor_needed", "accounts:session_")

# Ways to a gift: who comes to one without an account is led back there, also after confirming an e-mail address.
KEPT_WAYS = ("donations:basket_add", "donations:basket_target", "donations:pledge_create")


class ActorMiddleware:
    """Sets `request.actor` from the chosen membership, read afresh at each request: a role taken away is gone at once.

    Who brings no session cookie is a visitor; the session is then not touched, so that public pages stay cacheable.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        request.actor = self.find(request)
        response = self.get_response(request)
        if request.actor.is_signed_in and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    def find(self, request: ActorRequest) -> Actor:
        request.factor_due = False
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return VISITOR
        found = Membership.objects.active().filter(user=request.user).select_related("organisation", "user")
        memberships = list(found.order_by("pk"))
        staff = factors.sees_people(request.user, memberships)
        if sessions.is_idle(request.session, settings.SESSION_IDLE_MINUTES["staff" if staff else "others"]):
            logout(request)
            messages.info(
                request, _("Anda sudah lama tidak memakai halaman ini, jadi kami mengeluarkan Anda. Masuk lagi.")
            )
            return VISITOR
        if staff and google.came_by(request):
            logout(request)
            messages.info(request, google.NOT_FOR_STAFF)
            return VISITOR
        sessions.touch(request.session)
        request.factor_due = factors.is_due(request, staff=staff)
        if memberships and not request.factor_due:
            chosen = request.session.get(SESSION_KEY, 0)
            own = actor_of(next((one for one in memberships if one.pk == chosen), memberships[0]))
            return support.as_seen(request.session, own)
        return Actor(user_id=request.user.pk, organisation_id=None, role=Role.VISITOR, name=request.user.full_name)


class ClosedUnlessPublicMiddleware:
    """A visitor is sent to the sign-in from every page that is not public; a person without a role finds nothing there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: ActorRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if request.actor.viewer_id is not None and not support.is_open(name, request.method or ""):
            raise Forbidden("who looks on as somebody else only reads")
        if name in PUBLIC or name in KEY_ONLY:
            return None
        if not request.actor.is_signed_in:
            if name in KEPT_WAYS and request.method == "GET":
                request.session[WAY_KEY] = request.get_full_path()
            return _to_sign_in(request)
        if request.factor_due and not name.startswith(WITHOUT_FACTOR):
            return _to_factor(request)
        if name.startswith("admin:"):
            if not request.user.is_staff:
                raise Http404
            return None
        if request.actor.organisation_id is None and not name.startswith(PERSONAL):
            raise Http404
        return None


def _to_sign_in(request: ActorRequest) -> HttpResponse:
    """And back afterwards. A fragment takes its whole page along, else the sign-in would be drawn into the fragment's place."""
    if request.htmx:
        page = request.htmx.current_url_abs_path or request.get_full_path()
        return HttpResponseClientRedirect(redirect_to_login(page).url)
    return redirect_to_login(request.get_full_path())


def _to_factor(request: ActorRequest) -> HttpResponse:
    """The page that says why and how; the page that was asked for comes after it."""
    if request.htmx:
        return HttpResponseClientRedirect(reverse("accounts:factor_needed"))
    if request.method == "GET":
        request.session[WAY_KEY] = request.get_full_path()
    return redirect("accounts:factor_needed")
