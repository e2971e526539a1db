"""An officer begins to look on as a person of the own ground, to help."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from ksbb.accounts.models import Membership
from ksbb.accounts.support import viewable
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from ksbb.notifications import outbox


@transaction.atomic
def begin_support_view(*, membership: Membership, actor: Actor) -> Membership:
    """The trail names both and the person is told. Raises Forbidden for people of equal or higher rank, and elsewhere."""
    actor.must(Permission.SUPPORT_VIEW)
    found: Membership | None = viewable(actor).select_related("organisation").filter(pk=membership.pk).first()
    if found is None:
        raise Forbidden("not a person to look on as")
    trail.record("support.began", found, actor=actor, person=found.user_id)
    outbox.post("accounts/support_viewed", to=[found.user_id], path=reverse("portal:privacy"))
    return found
