"""Take a key back: the next request with it is refused."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.models import ApiToken
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from ksbb.notifications import outbox


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: Actor) -> bool:
    """Whoever sees a key may revoke it: the owner, and who brings in the people of that organisation. The owner hears of it, for
    a system that suddenly stands still. False when it was revoked before."""
    if not actor.is_system and not ApiToken.objects.visible_to(actor).filter(pk=token.pk).exists():
        raise Forbidden("not the actor's key")
    living = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if not living.update(revoked_at=timezone.now(), revoked_by_id=actor.user_id, updated_at=timezone.now()):
        return False
    trail.record("token.revoked", token, actor=actor)
    outbox.post("accounts/token_revoked", to=[token.membership.user_id], path=reverse("accounts:token_list"))
    return True
