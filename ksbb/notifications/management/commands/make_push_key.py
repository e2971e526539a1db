"""manage.py make_push_key: the key with which push services know this portal."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand

from ksbb.notifications.channels.push import CURVE


class Command(BaseCommand):
    help = "Print a new KSBB_PUSH_PRIVATE_KEY. Under another key than before, every browser has to be asked again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        number = ec.generate_private_key(CURVE).private_numbers().private_value
        key = base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
        self.stdout.write(f"KSBB_PUSH_PRIVATE_KEY={key}")
