"""The school enters the giver's code: one try is used up, whatever comes of it."""

from __future__ import annotations

import hmac

from django.db import connection, transaction
from django.utils import timezone

from donations.confirming import clean_digits, code_digest
from donations.models import Handover, HandoverCode
from donations.policies_handover import no_code, unconfirmed, why_not_both_sides, wrong_code
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused, refuse_if

_TAKE_A_TRY = """
UPDATE donations_handovercode SET tries_left = tries_left - 1
WHERE handover_id = %s AND used_at IS NULL AND ended_at IS NULL AND tries_left > 0 AND expires_at > %s
RETURNING id
"""


def try_code(*, handover: Handover, code: str, actor: Actor) -> HandoverCode:
    """The code that was entered rightly. Raises Refused otherwise.

    In a transaction of its own, which ends before the handover's begins: a refusal there takes no try back. Whoever calls it
    for a person must not be inside a transaction (RuntimeError); the system's own entries may be.
    """
    digits = clean_digits(code)
    if not digits:
        raise Refused(unconfirmed())
    with transaction.atomic(durable=not actor.is_system):
        found = _with_a_try_less(handover)
        is_right = found is not None and hmac.compare_digest(bytes(found.digest), code_digest(handover, digits))
        if found is not None and not is_right:
            trail.record("handover.code_missed", handover, actor=actor, left=found.tries_left)
    if found is None:
        raise Refused(no_code())
    if not is_right:
        raise Refused(wrong_code(found.tries_left))
    refuse_if(why_not_both_sides(found.opened_by_id, actor.user_id or 0))
    return found


def _with_a_try_less(handover: Handover) -> HandoverCode | None:
    """One statement: of five tries in one moment each finds the number that the one before it left."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_A_TRY, [handover.pk, timezone.now()])
        row = cursor.fetchone()
    return HandoverCode.objects.get(pk=row[0]) if row else None
