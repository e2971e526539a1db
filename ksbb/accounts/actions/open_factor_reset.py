"""A colleague has seen the person whose second factor is lost; a second colleague is asked."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from ksbb.accounts.models import FactorReset, Membership, User
from ksbb.accounts.policies import may_give
from ksbb.accounts.reset_policies import second_eyes, why_not_reset
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.notifications import outbox


@transaction.atomic
def open_factor_reset(*, membership: Membership, actor: Actor) -> FactorReset:
    """By who may give the role. Nothing changes yet; the person is told. Open for a day; asking again changes nothing."""
    actor.must(Permission.MEMBER_INVITE)
    if not may_give(Role(membership.role), membership.organisation, actor):
        raise Forbidden(f"{actor.role} may not vouch for {membership.role} there")
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=membership.pk)
    )
    refuse_if(why_not_reset(membership, actor))
    if waiting := FactorReset.objects.waiting().filter(membership=membership).first():
        return waiting
    FactorReset.objects.filter(membership=membership, confirmed_at=None).delete()
    reset = FactorReset.objects.create(membership=membership, opened_by=User.objects.get(pk=actor.user_id))  # type: ignore[misc]
    trail.record("factor.reset_opened", reset, actor=actor, person=membership.user_id)
    path = reverse("accounts:member_factor", args=[membership.public_id])
    outbox.post("accounts/factor_reset_asked", to=second_eyes(membership, actor), path=path)
    outbox.post("accounts/factor_reset_opened", to=[membership.user_id], path=reverse("accounts:session_list"))
    return reset
