"""Make a key for another system."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.api_bounds import network
from ksbb.accounts.api_tokens import digest_of, new_secret
from ksbb.accounts.models import ApiToken, Membership
from ksbb.accounts.token_policies import why_not_bound, why_not_create_token
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if
from ksbb.notifications import outbox


@transaction.atomic
def create_token(
    *, name: str, days: int, grants: Sequence[str], actor: Actor, area: str = "", networks: Sequence[str] = ()
) -> tuple[ApiToken, str]:
    """(the key's row, its secret). The secret exists nowhere else: who loses it makes another key.

    Whatever is done with it is done by this person in this role, as far as `grants` go; on the ground of `area` only (an official
    code on the own ground, "" for all of it) and from `networks` only (CIDR; none: from anywhere). The person hears of it, so that
    a key made by somebody else does not go unseen. Raises Refused.
    """
    actor.must(Permission.KEY_HOLD)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=actor.membership_id or 0)
    refuse_if(why_not_create_token(membership, days))
    refuse_if(why_not_bound(actor, grants, area, networks))
    secret = new_secret()
    token = ApiToken.objects.create(
        membership=membership,
        name=name.strip()[:80],
        digest=digest_of(secret),
        grants=sorted(set(grants)),
        area=area,
        networks=sorted({network(one) for one in networks}),
        expires_at=timezone.now() + timedelta(days=min(days, settings.API_TOKEN_MAX_DAYS)),
    )
    facts = {"days": days, "grants": token.grants, "area": area, "networks": len(token.networks)}
    trail.record("token.created", token, actor=actor, **facts)
    outbox.post("accounts/token_created", to=[membership.user_id], path=reverse("accounts:token_list"), days=days)
    return token, secret
