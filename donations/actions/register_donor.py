"""A signed-in person becomes a donor: organisation, profile and membership at once."""

from __future__ import annotations

from django.db import transaction
from ksbb.accounts.actions.grant_membership import grant_membership

from donations.models import Donor
from ksbb.accounts.models import Organisation, User
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden


@transaction.atomic
def register_donor(
    *, user: User, name: str, kind: str, actor: Actor, shown_as: str = "initials", address: str = "", phone: str = ""
) -> Donor:
    """The person signs for the donor. Raises Refused when another role of the person forbids giving (a validator, say)."""
    if not actor.is_system and actor.user_id != user.pk:
        raise Forbidden("only for oneself")
    if not actor.is_system and actor.organisation_id is None:
        actor.must(Permission.DONOR_REGISTER)
    organisation = Organisation.objects.create(kind=Organisation.Kind.DONOR, name=name)
    donor = Donor.objects.create(organisation=organisation, kind=kind, shown_as=shown_as, address=address, phone=phone)
    grant_membership(user=user, organisation=organisation, role=Role.DONOR, actor=SYSTEM)
    trail.record("donor.registered", donor, actor=actor)
    return donor
