"""How often one address may ask: for the pages that everybody may send something to.

Windows of fixed length in the cache; the client's address is the one that our own proxies tell (never a header that the
client writes), and the cache holds only its keyed hash. Without a cache nobody is refused: what is behind these pages does
not rest on the limit alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from redis.exceptions import RedisError

from ksbb.common import sealing
from ksbb.common.clients import network_address_of

View = Callable[..., HttpResponseBase]
# Of the counters' keys in the cache.
PREFIX = "limit"


def wait_for(request: HttpRequest, name: str, *, amount: int, seconds: int) -> int:
    """Count one request of this client for `name`; the seconds to wait when there were more than `amount`, otherwise 0."""
    client = sealing.digest("client", network_address_of(request)).hex()[:24]
    return _counted(f"{name}:{client}", amount, seconds)


def wait_for_everybody(name: str, *, amount: int, seconds: int) -> int:
    """The same for all clients together: a flood from many addresses is a flood too (promise 44)."""
    return _counted(name, amount, seconds)


def _counted(what: str, amount: int, seconds: int) -> int:
    now = int(time.time())
    window = now // seconds
    key = f"{PREFIX}:{what}:{window}"
    try:
        cache.add(key, 0, timeout=seconds + 5)
        count = cache.incr(key)
    except (RedisError, ValueError):
        return 0
    return 0 if count <= amount else (window + 1) * seconds - now


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """The page that says so: 429, with the seconds to wait for machines."""
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = str(wait)
    add_never_cache_headers(answer)
    return answer


def limited(
    name: str, *, amount: int, seconds: int, methods: frozenset[str] = frozenset({"POST"})
) -> Callable[[View], View]:
    """A view that one client may ask `amount` times in `seconds` with one of `methods`; then 429 with Retry-After."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            wait = wait_for(request, name, amount=amount, seconds=seconds) if request.method in methods else 0
            return too_often(request, wait) if wait else view(request, *args, **kwargs)

        return asked

    return decorate
