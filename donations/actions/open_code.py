"""The giver's half of a handover: six digits that the school enters."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from donations.confirming import DIGITS, code_digest
from donations.models import Handover, HandoverCode, Pledge
from donations.policies import only_giver
from donations.policies_handover import CODE_TIME, TRIES, why_not_open_code
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import refuse_if


@transaction.atomic
def open_code(*, handover: Handover, actor: Actor) -> str:
    """The digits, which nobody can read again: only their keyed digest is kept. A newer code ends the older one."""
    actor.must(Permission.HANDOVER_SCHEDULE)
    only_giver(Pledge.objects.select_related("donor").get(pk=handover.pledge_id), actor)
    held = Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
    refuse_if(why_not_open_code(held))
    now, digits = timezone.now(), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    HandoverCode.objects.filter(handover=held, used_at__isnull=True, ended_at__isnull=True).update(ended_at=now)
    HandoverCode.objects.create(
        handover=held,
        digest=code_digest(held, digits),
        tries_left=TRIES,
        opened_at=now,
        opened_by_id=actor.user_id or 0,
        expires_at=now + CODE_TIME,
    )
    trail.record("handover.code_opened", held, actor=actor)
    return digits
