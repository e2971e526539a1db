"""The invited person says yes."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.accounts.acting import actor_of
from ksbb.accounts.actions.disconnect_google import disconnect_google
from ksbb.accounts.models import Membership, User
from ksbb.accounts.policies import why_not_accept, why_not_hold
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused, refuse_if


@transaction.atomic
def accept_invitation(*, membership: Membership, actor: Actor, password: str = "", full_name: str = "") -> Membership:  # noqa: S107
    """Make the membership work, once. The caller has checked the token, which proves the address, and the password's strength.

    A person without a password sets it here. One who has a password must be signed in: whoever reads the mailbox then
    cannot take a role in the person's name.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=membership.user_id)
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=membership.pk)
    )
    refuse_if(why_not_accept(membership))
    others = Membership.objects.active().filter(user=user).values_list("role", flat=True)
    refuse_if(why_not_hold(user, Role(membership.role), membership.organisation, held=others))
    if user.has_usable_password():
        if actor.user_id != user.pk:
            raise Forbidden("an invitation of somebody else")
    else:
        _open_account(user, password, full_name)
    membership.accepted_at = timezone.now()
    membership.save(update_fields=["accepted_at", "updated_at"])
    membership.user = user
    if membership.role != Role.DONOR:
        disconnect_google(user=user, actor=actor_of(membership))
    trail.record("membership.accepted", membership, actor=actor_of(membership), role=membership.role)
    return membership


def _open_account(user: User, password: str, full_name: str) -> None:
    if not password:
        raise Refused(_("Buat kata sandi lebih dahulu."))
    user.set_password(password)
    user.full_name = full_name.strip() or user.full_name
    user.save(update_fields=["password", "full_name"])
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
