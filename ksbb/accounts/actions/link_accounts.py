"""The operators know that several accounts are one person, who has not told so."""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.db import transaction

from ksbb.accounts.models import User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused


@transaction.atomic
def link_accounts(*, users: Sequence[User], actor: Actor) -> int:
    """From now on they are one natural person; returns how many accounts changed.

    The digest of the first one that has told the NIK is everybody's. Where two have told different ones, somebody has to look at
    the papers first: Refused.
    """
    actor.must(Permission.USER_DISABLE)
    found = list(User.objects.select_for_update(no_key=True).filter(pk__in=[user.pk for user in users]).order_by("pk"))
    told = {bytes(user.person_digest) for user in found if user.person_digest}
    if len(told) > 1:
        raise Refused("These accounts told different numbers; look at their papers first.")
    digest = told.pop() if told else os.urandom(32)
    changed = [user for user in found if not user.person_digest]
    User.objects.filter(pk__in=[user.pk for user in changed]).update(person_digest=digest)
    trail.record_many("user.linked", changed, actor=actor, accounts=len(found))
    return len(changed)
