"""Push to browsers: RFC 8030 (the question), 8291 (closed for one browser), 8292 (signed by us: VAPID).

The address at the push service is told by a browser, and so by anybody: it is called only where its host stands in PUSH_HOSTS. What
is sent is closed with keys that only that browser has; the push service reads nothing but when, and to whom.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import time
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from ksbb.notifications.channels.answers import Answer
from ksbb.notifications.channels.asking import hand_over
from ksbb.notifications.models import Message
from ksbb.notifications.short import pushed_of

CURVE = ec.SECP256R1()
# A host, a port and what follows, and no sign that two readers of addresses understand differently.
ENDPOINT = re.compile(r"https://([a-z0-9.-]+(?::[0-9]{1,5})?)/[A-Za-z0-9._~:/?!$&'()*+,;=@%-]*")
MOST_LETTERS = 2000
# Who is away longer reads it in the portal.
KEPT_SECONDS = 24 * 3600
SIGNED_SECONDS = 12 * 3600
# The browser took back what it agreed to, or is gone.
GONE = (404, 410)


@dataclass(frozen=True)
class Subscription:
    """What a browser told: its address at the push service, its public key and its secret, both as base64url."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def is_whole(self) -> bool:
        """The address is one that we call, and the keys are keys."""
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _bytes(self.p256dh))
            return is_known(self.endpoint) and len(_bytes(self.auth)) == 16
        except (ValueError, binascii.Error):
            return False

    def as_text(self) -> str:
        return json.dumps(asdict(self))


def is_on() -> bool:
    return bool(settings.PUSH_PRIVATE_KEY)


def is_known(endpoint: str) -> bool:
    """Whether the address is one of the push services': https, its host on the list, nothing odd in it."""
    found = ENDPOINT.fullmatch(endpoint)
    if found is None or len(endpoint) > MOST_LETTERS:
        return False
    place = found[1].removesuffix(":443")
    return any(place.endswith(one[1:]) if one.startswith("*.") else place == one for one in settings.PUSH_HOSTS)


def public_key() -> str:
    """As browsers want it ("applicationServerKey"): the uncompressed point, base64url."""
    return _public_key(settings.PUSH_PRIVATE_KEY)


def key_name() -> str:
    """What tells our key from another one."""
    return hashlib.sha256(public_key().encode()).hexdigest()[:16]


@lru_cache(maxsize=2)
def _public_key(private: str) -> str:
    secret = ec.derive_private_key(int.from_bytes(_bytes(private), "big"), CURVE)
    return _text(secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def send(subscription: Subscription, message: Message) -> Answer:
    """To one browser; "Push" and a number of `GONE` as the error: it is to be forgotten.

    `Topic` lets the push service keep the newest of what bears the same name: asked twice, the browser is told once.
    """
    if not is_known(subscription.endpoint):
        return Answer(error="PushHostUnknown", is_final=True)
    told = hand_over(
        subscription.endpoint,
        _closed(subscription, json.dumps(pushed_of(message)).encode()),
        {
            **_signed(subscription.endpoint),
            "Content-Type": "application/octet-stream",
            "Content-Encoding": "aes128gcm",
            "TTL": str(KEPT_SECONDS),
            "Urgency": "normal",
            "Topic": message.public_id.hex,
        },
    )
    if isinstance(told, Answer):
        return told
    status = told[0]
    if 200 <= status < 300:
        return Answer()
    # 401 and 403 speak of our key, and it is for the operators to see.
    return Answer(error=f"Push {status}", is_final=status < 500 and status not in (401, 403, 408, 429))


def _closed(subscription: Subscription, words: bytes) -> bytes:
    # Half a second and aiohttp, which nothing else here needs: only who sends pays for it.
    from pywebpush import WebPusher

    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    closed: bytes = WebPusher({"endpoint": subscription.endpoint, "keys": keys}).encode(words)["body"]
    return closed


def _signed(endpoint: str) -> dict[str, str]:
    from py_vapid import Vapid

    claims: dict[str, Any] = {
        "aud": "/".join(endpoint.split("/")[:3]),
        "exp": int(time.time()) + SIGNED_SECONDS,
        "sub": settings.PUSH_CONTACT,
    }
    signed: dict[str, str] = Vapid.from_raw(settings.PUSH_PRIVATE_KEY.encode()).sign(claims)
    return signed


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
