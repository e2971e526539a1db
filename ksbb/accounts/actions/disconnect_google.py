"""The Google account opens the person's account no longer."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from ksbb.accounts import google
from ksbb.accounts.letters import SECURITY
from ksbb.accounts.models import User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from ksbb.notifications import outbox


@transaction.atomic
def disconnect_google(*, user: User, actor: Actor) -> bool:
    """By the person, or by whoever gives the person a role besides a donor's. False when there was none.

    Nobody is locked out: a code by mail and a new password by mail need none.
    """
    if actor.viewer_id or not (actor.is_system or actor.user_id == user.pk):
        raise Forbidden("only the person")
    rows, _by_table = SocialAccount.objects.filter(user=user, provider=google.PROVIDER).delete()
    if rows:
        trail.record("google.disconnected", user, actor=actor)
        outbox.post(SECURITY, to=[user.pk], change="google_disconnected")
    return bool(rows)
