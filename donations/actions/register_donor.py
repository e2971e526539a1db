"""A signed-in person becomes a donor: organisation, profile and membership at once."""

from __future__ import annotations

from django.db import transaction

from donations.models import Donor
from ksbb.accounts.actions.grant_membership import grant_membership
from ksbb.accounts.models import Membership, Organisation, User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden


@transaction.atomic
def register_donor(
    *, user: User, name: str, kind: str, actor: Actor, shown_as: str = "initials", address: str = "", phone: str = ""
) -> Donor:
    """The person signs for the donor. The same name and kind again answers with the donor that is there already.

    An aggregator without a profile gets it for its own organisation. Raises Refused when another role of the person
    forbids giving (a validator, say).
    """
    if not actor.is_system and actor.user_id != user.pk:
        raise Forbidden("only for oneself")
    if not actor.is_system and actor.organisation_id is None:
        actor.must(Permission.DONOR_REGISTER)
    # A button pressed twice is one donor: the second waits here and finds the first one's.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if known := _known(user, name, kind):
        return known
    organisation = _own_aggregator(actor) or Organisation.objects.create(kind=Organisation.Kind.DONOR, name=name)
    donor = Donor.objects.create(organisation=organisation, kind=kind, shown_as=shown_as, address=address, phone=phone)
    if organisation.kind == Organisation.Kind.DONOR:
        grant_membership(user=user, organisation=organisation, role=Role.DONOR, actor=actor)
    trail.record("donor.registered", donor, actor=actor)
    return donor


def _known(user: User, name: str, kind: str) -> Donor | None:
    mine = Membership.objects.active().filter(user=user, role=Role.DONOR).values("organisation_id")
    return Donor.objects.filter(organisation__in=mine, organisation__name__iexact=name, kind=kind).first()


def _own_aggregator(actor: Actor) -> Organisation | None:
    if actor.role != Role.AGGREGATOR or actor.organisation_id is None:
        return None
    return Organisation.objects.filter(pk=actor.organisation_id, donor__isnull=True).first()
