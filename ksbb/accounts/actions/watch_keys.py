"""Keys of the API that end soon: a letter to the person, before another system stands still."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.models import ApiToken
from ksbb.notifications import outbox
from ksbb.notifications.outbox import Letter

# Days before the end, the last one first.
REMIND = (2, 14)


@transaction.atomic
def watch_keys(*, now: datetime | None = None) -> int:
    """As often as one likes: each key is told of once per mark. Returns how many letters were new.

    A key that was made for less time than a mark is not told of at that mark; one that both marks have passed gets the last letter.
    """
    moment = now or timezone.now()
    letters, after = [], moment
    for days in REMIND:
        until = moment + timedelta(days=days)
        ending = ApiToken.objects.valid().filter(expires_at__gt=after, expires_at__lte=until)
        letters += [
            Letter(
                "accounts/token_expiring",
                to=[key.membership.user_id],
                path=reverse("accounts:token_list"),
                once=f"token-expiring:{key.pk}:{days}",
                context={"days": days},
            )
            for key in ending.select_related("membership").order_by("pk")
            if key.expires_at - key.created_at > timedelta(days=days)
        ]
        after = until
    return len(outbox.post_all(letters)) if letters else 0
