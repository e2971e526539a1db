"""Wishes that matching did not place, and titipan that no aggregator received, end some time after their date."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import Consignment, Wish
from donations.states import CONSIGNMENT_MOVES, WISH_MOVES, ConsignmentState, WishState
from ksbb.accounts.acting import people_of
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM
from ksbb.authority.permissions import Permission
from ksbb.common.states import move_all
from ksbb.notifications import outbox

BATCH = 100


def expire_offers(*, today: date | None = None) -> int:
    """Each once, also with several workers at it; returns how many ended. Parts of a wish that were placed live on."""
    last_day = (today or timezone.localdate()) - timedelta(days=settings.PLEDGE_GRACE_DAYS)
    ended = 0
    for batch in (_wishes, _consignments):
        count = BATCH
        while count == BATCH:
            count = batch(last_day)
            ended += count
    return ended


@transaction.atomic
def _wishes(last_day: date) -> int:
    due = Wish.objects.filter(state=WishState.OPEN, proposed_on__lt=last_day).order_by("pk")
    found = list(due.select_related("donor").select_for_update(skip_locked=True, of=("self",), no_key=True)[:BATCH])
    rows = Wish.objects.filter(pk__in=[wish.pk for wish in found])
    move_all(rows, [WishState.OPEN], WishState.EXPIRED, WISH_MOVES, expired_at=timezone.now())
    for wish in found:
        trail.record("wish.expired", wish, actor=SYSTEM, devices=wish.left)
        outbox.post(
            "donations/wish_expired",
            to=people_of(wish.donor.organisation_id, Permission.PLEDGE_CREATE),
            path=reverse("donations:wish_detail", args=[wish.public_id]),
            once=f"wish_expired:{wish.pk}",
            devices=wish.left,
        )
    return len(found)


@transaction.atomic
def _consignments(last_day: date) -> int:
    due = Consignment.objects.filter(state=ConsignmentState.OFFERED, proposed_on__lt=last_day).order_by("pk")
    found = list(
        due.select_related("donor", "aggregator").select_for_update(skip_locked=True, of=("self",), no_key=True)[:BATCH]
    )
    rows = Consignment.objects.filter(pk__in=[one.pk for one in found])
    move_all(rows, [ConsignmentState.OFFERED], ConsignmentState.EXPIRED, CONSIGNMENT_MOVES, expired_at=timezone.now())
    for one in found:
        trail.record("consignment.expired", one, actor=SYSTEM)
        giver = people_of(one.donor.organisation_id, Permission.PLEDGE_CREATE)
        taker = people_of(one.aggregator_id, Permission.LEDGER_RECORD)
        outbox.post(
            "donations/consignment_expired",
            to={*giver, *taker},
            path=reverse("donations:consignment_detail", args=[one.public_id]),
            once=f"consignment_expired:{one.pk}",
            aggregator=one.aggregator.name,
        )
    return len(found)
