"""Keys with which another system acts as a membership: made, and recognised in a request of the API."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import APIException, AuthenticationFailed, MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from ksbb.accounts.acting import actor_of
from ksbb.accounts.api_bounds import bounded, comes_from
from ksbb.accounts.browsers import network_of
from ksbb.accounts.models import ApiToken, User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.grants import Grant
from ksbb.common.clients import address_of

if TYPE_CHECKING:  # the framework's views look for these classes while they are imported
    from rest_framework.views import APIView

PREFIX = "ksbb_"
KEYWORD = "Bearer"
# Often enough to see which key is in use, seldom enough that reading costs no writing.
_NOTED_EVERY = timedelta(minutes=5)


class KeyRefused(APIException):
    """The key is a valid one and does not open this: `code` for programs, `said` for people."""

    status_code = 403

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said, code)
        self.code, self.said = code, said


def address_not_allowed() -> KeyRefused:
    """The key is right, the place it is used from is not."""
    text = _("Kunci ini hanya berlaku dari alamat jaringan yang disebut pemiliknya.")
    return KeyRefused("address_not_allowed", text)


def grant_missing(grant: Grant) -> KeyRefused:
    """The key was not made for this."""
    text = _("Kunci ini tidak diberi hak “%(grant)s”. Buat kunci baru dengan hak itu di halaman Kunci API.")
    return KeyRefused("grant_missing", text % {"grant": grant.value})


def new_secret() -> str:
    """32 random bytes in letters, recognisable as one of ours when it turns up where it should not."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Plain SHA-256: the secret is random, so there is nothing to guess and nothing to slow down."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_by(token: ApiToken) -> Actor:
    """The person behind the key, within the key's bounds (two queries at most)."""
    return bounded(actor_of(token.membership), key_id=token.pk, grants=token.grants, area=token.area)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer ksbb_…`; no cookie counts here. Sets `actor` on Django's request.

    The key is read afresh at each request: revoked, expired, or its membership or account ended, it is refused at once; and so
    is one that comes from outside its networks.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != KEYWORD.lower().encode():
            return None
        if len(parts) != 2 or not parts[1].isascii():
            raise _refused()
        tokens = ApiToken.objects.valid().select_related("membership__user", "membership__organisation")
        token = tokens.filter(digest=digest_of(parts[1].decode("ascii"))).first()
        if token is None:
            raise _refused()
        actor = actor_by(token)
        _only_from_its_networks(request._request, token, actor)
        request._request.actor = actor  # type: ignore[attr-defined]
        _note(token)
        return token.membership.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{KEYWORD} realm="api"'


class HoldsGrant(BasePermission):
    """The key has the grant that the view names for the method: `grants = {"GET": Grant.PLEDGES_READ}`.

    What names none is closed. A page for everybody says so with `permission_classes = [AllowAny]`.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.auth, ApiToken):
            return False
        grants: dict[str, Grant] = getattr(view, "grants", {})
        method = "GET" if request.method == "HEAD" else request.method or ""
        needed = grants.get(method)
        if grants and (needed is None or not hasattr(view, method.lower())):
            raise MethodNotAllowed(method)
        if needed is not None and needed not in request.auth.grants:
            raise grant_missing(needed)
        return needed is not None


def _refused() -> AuthenticationFailed:
    return AuthenticationFailed(_("Kunci API tidak dikenal, sudah dicabut, atau sudah lewat masa berlakunya."))


def _only_from_its_networks(request: HttpRequest, token: ApiToken, actor: Actor) -> None:
    """Raises KeyRefused. The address is the one that our own proxies tell, as for sessions and limits."""
    address = address_of(request)
    if comes_from(address, token.networks):
        return
    now = timezone.now()
    seldom = Q(refused_at=None) | Q(refused_at__lt=now - _NOTED_EVERY)
    with transaction.atomic():
        if ApiToken.objects.filter(seldom, pk=token.pk).update(refused_at=now):
            trail.record("token.address_refused", token, actor=actor, network=str(network_of(address)) or "–")
    raise address_not_allowed()


def _note(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - _NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the key reads in the schema."""

    target_class = "ksbb.accounts.api_tokens.TokenAuthentication"
    name = "ApiToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "ksbb_…"}
