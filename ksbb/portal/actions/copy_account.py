"""A person takes a copy of everything that is held of the own account."""

from __future__ import annotations

from django.db import transaction

from ksbb.accounts.models import User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from ksbb.portal.copies import copy_of_account


@transaction.atomic
def copy_account(*, user: User, actor: Actor) -> bytes:
    """JSON, UTF-8. Nobody else's, also not while looking on as somebody; recorded."""
    if actor.user_id != user.pk or actor.viewer_id:
        raise Forbidden("only the own account")
    trail.record("user.copied", user, actor=actor)
    return copy_of_account(user).as_json()
