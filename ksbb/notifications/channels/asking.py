"""One question to an endpoint of somebody else: short limits, no redirects, no more of the answer than we need."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import urllib3
from django.conf import settings
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError

from ksbb.notifications.channels.answers import Answer

MOST_BYTES = 64 * 1024
# All in all, whatever the settings say.
MOST_SECONDS = 10
SIGNATURE = "X-Hub-Signature-256"


@lru_cache(maxsize=1)
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(retries=False, maxsize=4)


def ask(url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[int, dict[str, Any]] | Answer:
    """Status and JSON of the answer to a POST of JSON, or the Answer that says why there is none. Never raises HTTPError."""
    told = hand_over(url, json.dumps(body).encode(), {**headers, "Content-Type": "application/json"})
    return told if isinstance(told, Answer) else (told[0], _json(told[1]))


def hand_over(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes] | Answer:
    """The same with any bytes: status and bytes of the answer."""
    limits = urllib3.Timeout(
        total=MOST_SECONDS, connect=settings.CHANNEL_CONNECT_SECONDS, read=settings.CHANNEL_READ_SECONDS
    )
    try:
        response = _pool().request(
            "POST", url, body=body, headers=headers, timeout=limits, redirect=False, preload_content=False
        )
        try:
            raw = response.read(MOST_BYTES)
        finally:
            response.close()
    except (ConnectTimeoutError, NewConnectionError, NameResolutionError) as error:
        return Answer(error=type(error).__name__)
    except HTTPError as error:  # it may have been heard, only the answer is missing
        return Answer(error=type(error).__name__, is_unsure=True)
    return response.status, raw


def _json(raw: bytes) -> dict[str, Any]:
    try:
        told = json.loads(raw)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether `signature` ("sha256=…") is the HMAC-SHA-256 of exactly these bytes; without a secret nothing is signed."""
    if not secret:
        return False
    right = f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
    return hmac.compare_digest(right.encode(), signature.encode())
