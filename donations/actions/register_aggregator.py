"""The office puts an aggregator on record: organisation, profile and the profile as a giver."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from donations.models import Aggregator, Donor
from ksbb.accounts.models import Organisation
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Refused


@transaction.atomic
def register_aggregator(*, name: str, actor: Actor, **profile: Any) -> Aggregator:
    """`profile` are fields of Aggregator. Its people are invited afterwards; it takes nothing in before it is verified.

    An aggregator that is there without a profile gets it. Raises Refused when one of this name has a profile already.
    """
    actor.must(Permission.AGGREGATOR_VERIFY)
    name = " ".join(name.split())
    # Two registrations of one name wait for each other nowhere: the name is not unique among givers, so it is looked up.
    known = Organisation.objects.filter(kind=Organisation.Kind.AGGREGATOR, name__iexact=name).order_by("pk").first()
    if known is not None and Aggregator.objects.filter(organisation=known).exists():
        raise Refused(_("Agregator dengan nama ini sudah terdaftar."))
    ground = actor.territory_codes[0] if actor.territory_codes else "31"
    organisation = known or Organisation.objects.create(kind=Organisation.Kind.AGGREGATOR, name=name, region=ground)
    if not organisation.region:
        # Its office then reaches it to invite its people.
        organisation.region = ground
        organisation.save(update_fields=["region", "updated_at"])
    made = Aggregator.objects.create(organisation=organisation, region=organisation.region, **profile)
    giver = {"kind": Donor.Kind.COMMUNITY, "shown_as": Donor.ShownAs.NAME, "address": made.address}
    Donor.objects.get_or_create(organisation=organisation, defaults=giver)
    trail.record("aggregator.registered", made, actor=actor)
    return made
