"""Take a key back: the next request with it is refused."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.accounts.models import ApiToken
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: Actor) -> bool:
    """Whoever sees a key may revoke it. False when it was revoked before."""
    if not actor.is_system and not ApiToken.objects.visible_to(actor).filter(pk=token.pk).exists():
        raise Forbidden("not the actor's key")
    living = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if not living.update(revoked_at=timezone.now(), revoked_by_id=actor.user_id, updated_at=timezone.now()):
        return False
    trail.record("token.revoked", token, actor=actor)
    return True
