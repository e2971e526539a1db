"""From which address somebody asks: what our own proxies tell, never what the client writes in front of it."""

from __future__ import annotations

from allauth.core.internal.httpkit import clean_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.http import HttpRequest

# Who asks through a socket of this machine, and of whom no proxy tells anything: all of them count as one.
UNKNOWN = "::"


def address_of(request: HttpRequest) -> str:
    """The address as text; "" when nobody tells it (a proxy on a Unix socket that adds nothing).

    Of X-Forwarded-For the entry that the outermost of our `ALLAUTH_TRUSTED_PROXY_COUNT` proxies wrote. With fewer entries the
    request did not come through all of them, and who connected is asked instead.
    """
    proxies: int = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    told = request.headers.get("X-Forwarded-For", "").split(",")
    through = proxies > 0 and len(told) >= proxies
    address: str = (told[-proxies] if through else "") or request.META.get("REMOTE_ADDR") or ""
    return clean_client_ip(address) or ""


def network_address_of(request: HttpRequest) -> str:
    """What limits count: the address; of IPv6 its network, as one subscriber has all of its addresses."""
    return str(truncate_ip(address_of(request) or UNKNOWN))
