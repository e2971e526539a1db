"""A giver's profile is put right by the giver."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from donations.models import Donor
from ksbb.accounts.models import Organisation
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden


@transaction.atomic
def edit_donor(
    *,
    donor: Donor,
    actor: Actor,
    shown_as: str,
    address: str,
    phone: str,
    tax_name: str = "",
    npwp: str = "",
    chat_allowed: bool = False,
) -> Donor:
    """`npwp` are 15 or 16 digits or nothing; kept sealed. Who gives (name and kind) stays: it stands on signed papers."""
    actor.must(Permission.PLEDGE_CREATE)
    if not actor.is_system and actor.organisation_id != donor.organisation_id:
        raise Forbidden("only the own profile")
    donor = Donor.objects.select_for_update(no_key=True).get(pk=donor.pk)
    donor.shown_as, donor.address, donor.phone, donor.tax_name = shown_as, address, phone, tax_name
    donor.npwp_sealed = sealing.seal(npwp)
    donor.save(update_fields=["shown_as", "address", "phone", "tax_name", "npwp_sealed", "updated_at"])
    organisation = Organisation.objects.filter(pk=donor.organisation_id)
    organisation.exclude(chat_allowed=chat_allowed).update(chat_allowed=chat_allowed, updated_at=timezone.now())
    trail.record("donor.edited", donor, actor=actor, shown_as=shown_as, has_npwp=bool(npwp))
    return donor
