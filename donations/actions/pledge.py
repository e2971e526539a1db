"""A donor's promise to one school: units of named needs are held from this moment, highest priority first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.confirm_pledge import confirm_pledge
from donations.actions.hold_units import hold_units
from donations.holding import NotEnoughLeft, Short, settled
from donations.models import Donor, Pledge, PledgeLine
from donations.offers import Offer, fits
from donations.policies import why_not_pledge
from donations.policies_allowance import why_not_receive
from donations.reminding import reminded_already
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from schools.models import School

__all__ = ["NotEnoughLeft", "pledge"]


def pledge(
    *,
    donor: Donor,
    school: School,
    offers: Sequence[Offer],
    proposed_on: date,
    signed_name: str,
    request_key: UUID,
    actor: Actor,
    note: str = "",
) -> Pledge:
    """Promise all of `offers` or nothing. The same `request_key` again answers with the pledge that it made.

    Raises NotEnoughLeft; other reasons as Refused.
    """
    actor.must(Permission.PLEDGE_CREATE)
    if not actor.is_system and donor.organisation_id != actor.organisation_id:
        raise Forbidden("only for the own organisation")
    refuse_if(why_not_pledge(school, proposed_on, sum(offer.quantity for offer in offers)))
    facts = {
        "school": school,
        "region": school.region,
        "proposed_on": proposed_on,
        "signed_name": signed_name,
        "note": note,
        "reminded_before": reminded_already(proposed_on, timezone.localdate()),
    }

    def attempt(wait: bool) -> Pledge:
        made, is_new = Pledge.objects.get_or_create(donor=donor, request_key=request_key, defaults=facts)
        if is_new:
            _hold(made, offers, wait=wait)
            confirm_pledge(pledge=made, actor=actor)
        return made

    return settled(attempt)


def _hold(made: Pledge, offers: Sequence[Offer], *, wait: bool) -> None:
    asked: Counter[str] = Counter()
    for offer in offers:
        if not fits(offer.need_class, offer.device_type):
            raise Refused(_("Jenis gawai ini tidak sesuai dengan kebutuhannya. Pilih jenis lain."))
        asked[offer.need_class] += offer.quantity
    for need_class in sorted(asked):
        refuse_if(why_not_receive(made.school, need_class, asked[need_class], lock=True))
    for offer in sorted(offers, key=lambda offer: offer.need_class):
        line = PledgeLine.objects.create(
            pledge=made,
            need_class=offer.need_class,
            device_type=offer.device_type,
            condition=offer.condition,
            quantity=offer.quantity,
            specification=offer.specification,
        )
        if hold_units(line=line, quantity=offer.quantity, wait=wait) < offer.quantity:
            raise Short(made.school_id, offer.need_class, asked[offer.need_class])
