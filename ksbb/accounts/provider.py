"""Google as allauth knows it, with our address to come back to and less to keep. allauth finds this module by its name."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.google.provider import GoogleProvider
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class GoogleEndpoints(GoogleOAuth2Adapter):
    """Where Google is asked, and how its answer is read."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.authorize_url = settings.GOOGLE_URLS["authorize"]
        self.access_token_url = settings.GOOGLE_URLS["token"]

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Never from the request's Host."""
        return str(settings.PUBLIC_URL) + reverse("account_google_return")

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        return SocialToken(token=data["access_token"])

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> Any:
        """From the identity token alone: it came by our own question to Google, over TLS, and names us and Google."""
        data = jwtkit.verify_and_decode(
            credential=kwargs["response"].get("id_token") or "",
            keys_url="",
            issuer=settings.GOOGLE_URLS["issuer"],
            audience=app.client_id,
            lookup_kid=None,
            verify_signature=not self.did_fetch_access_token,
        )
        if not isinstance(data.get("sub"), str) or not isinstance(data.get("email"), str):
            raise OAuth2Error("an identity without number or address")
        return self.get_provider().sociallogin_from_response(request, data)


class Google(GoogleProvider):
    """PKCE always; of the answer no more than `extract_common_fields` tells."""

    oauth2_adapter_class = GoogleEndpoints
    pkce_enabled_default = True

    def get_scope(self) -> list[str]:
        return ["openid", "email", "profile"]

    def get_auth_params(self) -> dict[str, str]:
        return {"prompt": "select_account"}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}


provider_classes = [Google]
