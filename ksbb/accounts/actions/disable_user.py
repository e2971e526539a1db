"""Close a person's account."""

from __future__ import annotations

from django.db import transaction

from ksbb.accounts import sessions
from ksbb.accounts.models import User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission


@transaction.atomic
def disable_user(*, user: User, actor: Actor) -> User:
    """No sign-in from now on, and every open session is dead for good: its row is gone, and so is the password it is tied to."""
    actor.must(Permission.USER_DISABLE)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.is_active:
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password"])
        sessions.end_all(user.pk)
        trail.record("user.disabled", user, actor=actor)
    return user
