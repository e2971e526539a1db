"""Keep what was answered under a key, in the transaction of what was done."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ksbb.accounts.models import ApiToken
from ksbb.api.models import KeptAnswer


def keep_answer(*, token: ApiToken, key: str, digest: str, status: int, body: str, location: str) -> KeptAnswer:
    """For `settings.API_IDEMPOTENCY_HOURS`. An answer that is over makes room for the new one; a live one raises
    IntegrityError, which undoes the second deed."""
    KeptAnswer.objects.over().filter(token=token, key=key).delete()
    return KeptAnswer.objects.create(
        token=token,
        key=key,
        digest=digest,
        status=status,
        body=body,
        location=location,
        expires_at=timezone.now() + timedelta(hours=settings.API_IDEMPOTENCY_HOURS),
    )
