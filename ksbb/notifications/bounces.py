"""Letters that came back: what a mail server says of them (RFC 3464), read without believing more than it needs to.

Only a report that names a letter of ours by its Message-ID counts. That is a random number which nobody but the addressee's mail
server has seen, so a stranger cannot have an address shut out by writing to us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from uuid import UUID

# "Message-ID: <00000000-0000-4000-8000-000000000000@host>", as ksbb.notifications.channels.mail writes it.
OURS = re.compile(rb"^Message-ID:\s*<([0-9a-fA-F-]{36})@[^>]*>", re.MULTILINE | re.IGNORECASE)
# "5.1.1 (bad destination mailbox address)": class, subject, detail (RFC 3463).
STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Bounce:
    """One letter that will not arrive. `is_hard`: the address itself is wrong, a letter to it will never arrive."""

    letter: UUID
    status: str
    is_hard: bool


def read(raw: bytes) -> Bounce | None:
    """The bounce that a mail reports; None for every other mail, for delays, and for what is not about a letter of ours."""
    mail = BytesParser(_class=EmailMessage, policy=policy.compat32).parsebytes(raw[:MOST_BYTES])
    if mail.get_content_type() != "multipart/report":
        return None
    status = next(_failed(mail), None)
    named = next((found for part in mail.walk() if (found := _ours(part))), None)
    if status is None or named is None:
        return None
    return Bounce(named, status, is_hard=_is_hard(status))


def _failed(mail: Message) -> Iterator[str]:
    """The status of each recipient whom the server has given up: "Action: failed", not "delayed" or "relayed"."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for block in part.get_payload():
                if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                    found = STATUS.search(str(block.get("Status", "")))
                    yield found[0] if found else "5.0.0"


def _ours(part: Message) -> UUID | None:
    """The letter that is attached whole (message/rfc822) or by its head (text/rfc822-headers)."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        head = f"Message-ID: {inner.get('Message-ID', '')}".encode() if isinstance(inner, Message) else b""
    elif part.get_content_type() == "text/rfc822-headers":
        payload = part.get_payload(decode=True)
        head = payload if isinstance(payload, bytes) else b""
    else:
        return None
    found = OURS.search(head)
    try:
        return UUID(found[1].decode()) if found else None
    except ValueError:
        return None


def _is_hard(status: str) -> bool:
    """5.1.x: no such mailbox or domain; 5.2.1: the mailbox is shut. Full boxes and refused contents pass (RFC 3463, section 3)."""
    return status.startswith("5.1.") or status in ("5.0.0", "5.2.1")
