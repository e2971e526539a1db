"""The officer looks on no longer."""

from __future__ import annotations

from django.db import transaction

from ksbb.accounts.models import Membership
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden


@transaction.atomic
def end_support_view(*, actor: Actor) -> None:
    """`actor` is the one looked on as; the trail names both."""
    if actor.viewer_id is None or actor.membership_id is None:
        raise Forbidden("nobody is looking on")
    trail.record("support.ended", Membership.objects.get(pk=actor.membership_id), actor=actor)
