"""Invite a person into a role; nothing may be done with it before the person accepts."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.accounts.models import Membership, Organisation, User
from ksbb.accounts.policies import may_give, why_not_hold, why_not_invite_more, why_not_until
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from ksbb.notifications import outbox


@transaction.atomic
def invite_member(
    *, email: str, full_name: str, organisation: Organisation, role: str, actor: Actor, ends_on: date | None = None
) -> Membership:
    """Invite the person with the address `email` into `role`; an invitation that waits already is sent again.

    An unknown address gets an account that nobody can sign in to until the invitation is accepted. Raises Forbidden when
    the actor may not give this role here, Refused when the person cannot hold it.
    """
    actor.must(Permission.MEMBER_INVITE)
    wanted = Role(role)
    if not may_give(wanted, organisation, actor):
        raise Forbidden(f"{actor.role} may not invite {wanted} there")
    refuse_if(why_not_until(ends_on))
    user = _locked_person(email, full_name)
    if user.pk == actor.user_id:
        raise Refused(_("Anda tidak dapat mengundang diri sendiri."))
    live = Membership.objects.live().filter(user=user)
    refuse_if(why_not_hold(user, wanted, organisation, held=live.values_list("role", flat=True)))
    membership = live.filter(organisation=organisation, role=wanted).first() or Membership(
        user=user, organisation=organisation, role=wanted
    )
    if membership.accepted_at is not None:
        raise Refused(_("Orang ini sudah menjadi %(role)s di sini.") % {"role": wanted.label})
    if not (membership.pk and membership.invited_by_id == actor.user_id):
        refuse_if(why_not_invite_more(actor))
    membership.invited_at = timezone.now()
    membership.invited_by_id = actor.user_id
    membership.ends_on = ends_on
    membership.save()
    trail.record("membership.invited", membership, actor=actor, role=wanted, ends_on=ends_on and ends_on.isoformat())
    outbox.post("accounts/invitation", to=[user.pk], membership=membership.public_id.hex)
    return membership


def _locked_person(email: str, full_name: str) -> User:
    """The person, the row locked: two roles that exclude each other are then given one after the other."""
    address = email.strip().lower()
    defaults = {"full_name": full_name.strip(), "password": make_password(None)}
    user, _created = User.objects.get_or_create(email=address, defaults=defaults)
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)
