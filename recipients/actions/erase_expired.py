"""Retention: who left the register longer ago than settings.RETENTION_DAYS loses all that tells who it was."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.permissions import Permission
from recipients.actions.wipe_people import wipe_people
from recipients.models import Appeal, DataRequest, DuplicateCase, Need, Recipient
from recipients.states import AppealState, CaseState, NeedState, RecipientState

MOST = 5_000


@transaction.atomic
def erase_expired(*, actor: Actor = SYSTEM, limit: int = MOST) -> int:
    """Up to `limit` people in a dozen statements; returns how many, fewer than `limit` when nobody is left.

    Passes over those with a device on its way, an open appeal, an open case or a copy to be given (`why_not_erase` says the same
    of one person), and over those whom another worker has in hand.
    """
    actor.must(Permission.RECIPIENT_ERASE)
    before = timezone.now() - timedelta(days=settings.RETENTION_DAYS)
    person = OuterRef("pk")
    underway = Need.objects.filter(recipient=person, state__in=[NeedState.RESERVED, NeedState.DELIVERED])
    appeal = Appeal.objects.filter(recipient=person, state=AppealState.OPEN)
    case = DuplicateCase.objects.filter(Q(holder=person) | Q(claimant=person), state=CaseState.OPEN)
    copy = DataRequest.objects.open().filter(recipient=person, kind=DataRequest.Kind.COPY)
    people = Recipient.objects.exclude(state=RecipientState.REGISTERED).filter(
        ~Exists(underway), ~Exists(appeal), ~Exists(case), ~Exists(copy), erased_at__isnull=True, ended_at__lt=before
    )
    chosen = people.order_by("pk").select_for_update(of=("self",), skip_locked=True)[:limit]
    return wipe_people(recipient_ids=list(chosen.values_list("pk", flat=True)), actor=actor)
