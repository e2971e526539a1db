"""Keys with which another system acts as a membership: made, and recognised in a request of the API."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import ApiToken, User

PREFIX = "ksbb_"
KEYWORD = "Bearer"
# Often enough to see which key is in use, seldom enough that reading costs no writing.
_NOTED_EVERY = timedelta(minutes=5)


def new_secret() -> str:
    """32 random bytes in letters, recognisable as one of ours when it turns up where it should not."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Plain SHA-256: the secret is random, so there is nothing to guess and nothing to slow down."""
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer ksbb_…`; no cookie counts here. Sets `actor` on Django's request.

    The key is read afresh at each request: revoked, expired, or its membership or account ended, it is refused at once.
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
        request._request.actor = actor_of(token.membership)  # type: ignore[attr-defined]
        _note(token)
        return token.membership.user, token

    def authenticate_header(self, request: Request) -> str:
        return f'{KEYWORD} realm="api"'


def _refused() -> AuthenticationFailed:
    return AuthenticationFailed(_("Kunci API tidak dikenal, sudah dicabut, atau sudah lewat masa berlakunya."))


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
