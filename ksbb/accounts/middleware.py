"""Who acts is settled once, before any view; and every page is closed unless it is on the public list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from ksbb.accounts.acting import actor_of
from ksbb.accounts.adapter import WAY_KEY
from ksbb.accounts.models import Membership
from ksbb.accounts.public_pages import KEY_ONLY, PUBLIC
from ksbb.accounts.requests import ActorRequest
from ksbb.authority.actors import VISITOR, Actor
from ksbb.authority.roles import Role

GetResponse = Callable[[HttpRequest], HttpResponse]
SESSION_KEY = "membership"

# Pages of a signed-in person that need no membership: the own account, and becoming a donor (also on the way to a gift).
PERSONAL = (
    "accounts:membership_choose",
    "account_",
    "mfa_",
    "portal:dashboard",
    "portal:inbox",
    "portal:components",
    "donations:donor_register",
    "donations:pledge_create",
    "donations:basket_",
    "donations:search_",
)


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
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return VISITOR
        memberships = Membership.objects.active().filter(user=request.user).select_related("organisation", "user")
        chosen = (
            memberships.filter(pk=request.session.get(SESSION_KEY, 0)).first() or memberships.order_by("pk").first()
        )
        if chosen is not None:
            return actor_of(chosen)
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
        if name in PUBLIC or name in KEY_ONLY:
            return None
        if not request.actor.is_signed_in:
            if name in KEPT_WAYS and request.method == "GET":
                request.session[WAY_KEY] = request.get_full_path()
            return _to_sign_in(request)
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
