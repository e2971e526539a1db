"""Make a key for another system of the own school."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.api_tokens import digest_of, new_secret
from ksbb.accounts.models import ApiToken, Membership
from ksbb.accounts.policies import why_not_create_token
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.notifications import outbox


@transaction.atomic
def create_token(*, name: str, days: int, actor: Actor) -> tuple[ApiToken, str]:
    """(the key's row, its secret). The secret exists nowhere else: who loses it makes another key.

    Whatever is done with it is done by this person in this role; for the only thing it can do, sending people in, the role
    must allow that. The person hears of it, so that a key made by somebody else does not go unseen.
    """
    actor.must(Permission.RECIPIENT_IMPORT)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=actor.membership_id or 0)
    refuse_if(why_not_create_token(membership, days))
    secret = new_secret()
    token = ApiToken.objects.create(
        membership=membership,
        name=name.strip()[:80],
        digest=digest_of(secret),
        expires_at=timezone.now() + timedelta(days=min(days, settings.API_TOKEN_MAX_DAYS)),
    )
    trail.record("token.created", token, actor=actor, days=days)
    outbox.post("accounts/token_created", to=[membership.user_id], path=reverse("accounts:token_list"), days=days)
    return token, secret
