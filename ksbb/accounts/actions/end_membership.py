"""End a person's role; the person's next request is refused."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts import sessions
from ksbb.accounts.models import Membership
from ksbb.accounts.policies import may_give, why_not_end
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.notifications import outbox


@transaction.atomic
def end_membership(*, membership: Membership, actor: Actor) -> Membership:
    """End it today, and all sessions of the person; a waiting invitation is withdrawn. Whoever may give a role may end it."""
    actor.must(Permission.MEMBER_INVITE)
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=membership.pk)
    )
    if not may_give(Role(membership.role), membership.organisation, actor):
        raise Forbidden(f"{actor.role} may not end {membership.role}")
    refuse_if(why_not_end(membership, actor))
    was_active = membership.is_active
    membership.ends_on = timezone.localdate()
    membership.save(update_fields=["ends_on", "updated_at"])
    trail.record("membership.ended", membership, actor=actor, role=membership.role, was_active=was_active)
    if was_active:
        sessions.end_all(membership.user_id)
        outbox.post(
            "accounts/membership_ended",
            to=[membership.user_id],
            path=reverse("accounts:membership_choose"),
            membership=membership.public_id.hex,
        )
    return membership
