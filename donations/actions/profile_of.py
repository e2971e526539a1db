"""An aggregator gives under its own name; its profile as a giver is made when it is missing."""

from __future__ import annotations

from donations.models import Aggregator, Donor


def profile_of(*, book: Aggregator) -> Donor:
    made = {"kind": Donor.Kind.COMMUNITY, "shown_as": Donor.ShownAs.NAME, "address": book.address}
    return Donor.objects.get_or_create(organisation_id=book.organisation_id, defaults=made)[0]
