"""The token of an invitation. It is made when the letter leaves and stored nowhere: no row, no log, no task holds it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core import signing

from ksbb.accounts.models import Membership

SALT = "ksbb.accounts.invitation"
VALID_FOR = timedelta(days=14)


def token_of(membership: Membership) -> str:
    """What the link carries. It works until it is used: accepting fills `accepted_at`."""
    return signing.dumps(membership.public_id.hex, salt=SALT)


def invited_by(token: str) -> Membership | None:
    """The membership a token speaks of, accepted or not; None when it is forged or too old."""
    try:
        public_id = UUID(signing.loads(token, salt=SALT, max_age=VALID_FOR))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Membership.objects.select_related("user", "organisation").filter(public_id=public_id).first()
