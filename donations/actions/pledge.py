"""A donor's promise to one school: units of named needs are held from this moment, highest priority first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.announce_pledge import announce_pledge
from donations.holding import NotEnoughLeft, Short, settled
from donations.models import Allocation, Donor, Pledge, PledgeLine
from donations.offers import Offer, fits
from donations.policies import why_not_pledge
from donations.policies_allowance import why_not_receive
from donations.reminding import reminded_already
from donations.states import PledgeState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from ksbb.common.writing import insert
from recipients.actions import settle
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

    Raises NotEnoughLeft; other reasons as Refused. The needs are held first and everything is written after them: who comes too
    late has written nothing. A pledge that is just being made is nobody's to wait for, so the order of locks stays.
    """
    actor.must(Permission.PLEDGE_CREATE)
    if not actor.is_system and donor.organisation_id != actor.organisation_id:
        raise Forbidden("only for the own organisation")
    refuse_if(why_not_pledge(school, proposed_on, sum(offer.quantity for offer in offers)))
    if not all(fits(offer.need_class, offer.device_type) for offer in offers):
        raise Refused(_("Jenis gawai ini tidak sesuai dengan kebutuhannya. Pilih jenis lain."))
    offers = sorted(offers, key=lambda offer: offer.need_class)
    facts = {
        "donor": donor,
        "school": school,
        "region": school.region,
        "request_key": request_key,
        "proposed_on": proposed_on,
        "signed_name": signed_name,
        "note": note,
        "reminded_before": reminded_already(proposed_on, timezone.localdate()),
        "committed_by_id": actor.user_id or 0,
    }

    def attempt(wait: bool) -> Pledge:
        made = _write(facts, offers, _hold(school, offers, wait))
        announce_pledge(pledge=made, devices=sum(offer.quantity for offer in offers), actor=actor)
        return made

    try:
        return settled(attempt)
    except (Refused, IntegrityError):
        # The same form may have come before, in this very moment even; then it is what took the needs or the key.
        if (made := Pledge.objects.filter(donor=donor, request_key=request_key).first()) is None:
            raise
        return made


def _hold(school: School, offers: Sequence[Offer], wait: bool) -> list[dict[int, str]]:
    """The needs that are held for each offer, with their regions."""
    asked: Counter[str] = Counter()
    for offer in offers:
        asked[offer.need_class] += offer.quantity
    for need_class in asked:
        refuse_if(why_not_receive(school, need_class, asked[need_class], lock=True))
    held = []
    for offer in offers:
        needs = settle.promise(school_id=school.pk, need_class=offer.need_class, quantity=offer.quantity, wait=wait)
        if len(needs) < offer.quantity:
            raise Short(school.pk, offer.need_class, asked[offer.need_class])
        held.append(needs)
    return held


def _write(facts: dict[str, Any], offers: Sequence[Offer], held: Sequence[dict[int, str]]) -> Pledge:
    [made] = insert([Pledge(state=PledgeState.COMMITTED, committed_at=timezone.now(), **facts)])
    lines = insert(
        PledgeLine(
            pledge=made,
            need_class=offer.need_class,
            device_type=offer.device_type,
            condition=offer.condition,
            quantity=offer.quantity,
            specification=offer.specification,
        )
        for offer in offers
    )
    insert(
        Allocation(line=line, need_id=need, region=region)
        for line, needs in zip(lines, held, strict=True)
        for need, region in needs.items()
    )
    return made
