"""Give a role at once, without an invitation."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.accounts.actions.disconnect_google import disconnect_google
from ksbb.accounts.models import Membership, Organisation, User
from ksbb.accounts.policies import why_not_hold
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, refuse_if


@transaction.atomic
def grant_membership(*, user: User, organisation: Organisation, role: str, actor: Actor) -> Membership:
    """The membership of `user`, made or accepted now; the same grant again changes nothing.

    Only the system does this, and a person who registers as the first member of a donor. Raises Forbidden, and Refused
    when the person cannot hold the role.
    """
    wanted = Role(role)
    if not actor.is_system and not _registers_as_donor(user, organisation, wanted, actor):
        raise Forbidden(f"{actor.role} may not grant {wanted}")
    # Two grants of roles that exclude each other come one after the other; the second sees the first.
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    live = Membership.objects.live().filter(user=user)
    refuse_if(why_not_hold(user, wanted, organisation, held=live.values_list("role", flat=True)))
    membership = live.filter(organisation=organisation, role=wanted).first()
    if membership is None:
        membership = Membership(user=user, organisation=organisation, role=wanted)
    if membership.accepted_at is None:
        membership.accepted_at = timezone.now()
        membership.save()
        if wanted != Role.DONOR:
            disconnect_google(user=user, actor=actor)
        trail.record("membership.granted", membership, actor=actor, role=wanted)
    return membership


def _registers_as_donor(user: User, organisation: Organisation, role: Role, actor: Actor) -> bool:
    return actor.user_id == user.pk and role == Role.DONOR and not organisation.memberships.exclude(user=user).exists()
