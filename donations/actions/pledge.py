"""A donor's promise: units of named needs are held from this moment, highest priority first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Allocation, Donor, Pledge, PledgeLine
from donations.offers import FITS, Offer
from donations.policies import busy, not_enough_left, why_not_pledge
from donations.states import PLEDGE_MOVES, PledgeState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused, refuse_if
from ksbb.common.states import move
from ksbb.notifications import outbox
from recipients.actions import settle
from recipients.models import Need
from recipients.statistics import figures_of_school
from schools.models import School

# The wording of the statement that the giver signs; a change in templates/donations/partials/_statement.html counts up.
STATEMENT = 1
# How often a promise is tried anew while others hold units that may come free again.
TRIES = 5


class NotEnoughLeft(Refused):
    """Others were quicker; `left` is what remains of `need_class` right now."""

    def __init__(self, left: int, need_class: str) -> None:
        super().__init__(not_enough_left(left))
        self.left = left
        self.need_class = need_class


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
    asked: Counter[str] = Counter()
    for offer in offers:
        asked[offer.need_class] += offer.quantity
    facts = {
        "school": school,
        "region": school.region,
        "proposed_on": proposed_on,
        "signed_name": signed_name,
        "note": note,
    }
    for turn in range(TRIES):
        try:
            with transaction.atomic():
                made, is_new = Pledge.objects.get_or_create(donor=donor, request_key=request_key, defaults=facts)
                return _commit(made, offers, actor, wait=turn > 0) if is_new else made
        except _Short as short:
            left = figures_of_school(school.pk)[short.need_class].open
            if left < asked[short.need_class]:
                raise NotEnoughLeft(left, short.need_class) from None
    raise Refused(busy())


class _Short(Exception):
    """Inside only: rolls the transaction back, so that the remaining number is read outside of it."""

    def __init__(self, need_class: str) -> None:
        super().__init__(need_class)
        self.need_class = need_class


def _commit(made: Pledge, offers: Sequence[Offer], actor: Actor, *, wait: bool) -> Pledge:
    for offer in sorted(offers, key=lambda offer: offer.need_class):
        _hold(made, offer, wait=wait)
    move(made, PledgeState.COMMITTED, PLEDGE_MOVES, committed_at=timezone.now(), committed_by_id=actor.user_id or 0)
    total = sum(offer.quantity for offer in offers)
    trail.record("pledge.committed", made, actor=actor, devices=total, statement=STATEMENT)
    path = reverse("donations:pledge_detail", args=[made.public_id])
    once = f"pledge_committed:{made.pk}"
    giver = people_of(made.donor.organisation_id, Permission.PLEDGE_CREATE)
    outbox.post("donations/pledge_thanks", to=giver, path=path, once=once, school=made.school.name, devices=total)
    taker = people_of(made.school.organisation_id, Permission.HANDOVER_SCHEDULE)
    outbox.post("donations/pledge_received", to=taker, path=path, once=once, school=made.school.name, devices=total)
    return made


def _hold(made: Pledge, offer: Offer, *, wait: bool) -> None:
    if offer.device_type not in FITS[offer.need_class]:
        raise Refused(_("Jenis gawai ini tidak sesuai dengan kebutuhannya. Pilih jenis lain."))
    needs = settle.promise(school_id=made.school_id, need_class=offer.need_class, quantity=offer.quantity, wait=wait)
    if len(needs) < offer.quantity:
        raise _Short(offer.need_class)
    line = PledgeLine.objects.create(
        pledge=made,
        need_class=offer.need_class,
        device_type=offer.device_type,
        condition=offer.condition,
        quantity=offer.quantity,
        specification=offer.specification,
    )
    regions = dict(Need.objects.filter(pk__in=needs).values_list("pk", "region"))
    Allocation.objects.bulk_create([Allocation(line=line, need_id=need, region=regions[need]) for need in needs])
