"""The slip with which a guardian confirms: its code, which slips still count, how many were answered. Reading only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Handover, HandoverCertificate, ReceiptSlip
from donations.models.codes import ALPHABET
from donations.policies import EARLY
from donations.receipts import SMALL_CELL, clean_code
from donations.states import AllocationState, HandoverState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing

LENGTH = 8
_CODE, _SOURCE = "receipt-slip", "receipt-slip-source"
_LIVE = (AllocationState.SCHEDULED, AllocationState.HANDED_OVER, AllocationState.REFUTED)


def new_slip_code() -> str:
    """39 random bits, short enough to type on any telephone: a guess confirms one device and reads nothing."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def in_groups(code: str) -> str:
    """XXXX-XXXX, as the slip shows it."""
    return f"{code[:4]}-{code[4:]}"


def plain(typed: str) -> str:
    """The code as it was made, from what somebody typed: small letters, blanks and dashes are fine. "" for what cannot be one.

    I, L, O, U, 0 and 1 are in no code, so none of them is ever taken for another sign.
    """
    code = clean_code(typed)
    return code if len(code) == LENGTH else ""


def digest_of(code: str) -> bytes:
    """The keyed digest under which a slip is found."""
    return sealing.digest(_CODE, code)


def source_of(address: str, browser: str) -> bytes:
    """The keyed digest that tells two answers from one telephone or browser; neither can be read back from it."""
    return sealing.digest(_SOURCE, f"{address}|{browser}")


def on_valid_papers() -> QuerySet[ReceiptSlip]:
    """Slips whose device is still to come or came, on a paper for the guardian that was not voided."""
    return ReceiptSlip.objects.filter(
        allocation__state__in=_LIVE,
        allocation__device__certificates__kind=HandoverCertificate.Kind.SCHOOL_TO_GUARDIAN,
        allocation__device__certificates__voided_at__isnull=True,
    )


def slip_of(typed: str) -> ReceiptSlip | None:
    """The slip of a code; None, for whatever reason, when nobody can answer with it: unknown, dead, or before its day."""
    code = plain(typed)
    if not code:
        return None
    begun = Q(allocation__handover__state__in=[HandoverState.DONE, HandoverState.REPORTED])
    today = Q(allocation__handover__scheduled_for__lte=timezone.now() + EARLY)
    return on_valid_papers().filter(begun | today, digest=digest_of(code)).first()


def acts_in_handovers(actor: Actor) -> bool:
    """Whether somebody is signed in for a school or a giver: the guardian confirms, not the two sides."""
    return actor.may(Permission.DEVICE_RECORD)


@dataclass(frozen=True)
class SlipCount:
    """How many slips of a handover there are and how many were answered, in words that single out nobody."""

    slips: int
    answered: str
    may_print: bool


def slips_of(handover: Handover, actor: Actor) -> SlipCount | None:
    """For the school and the officers over its ground; None for everybody else, and where there are no slips. One query."""
    seen = ReceiptSlip.objects.visible_to(actor).filter(allocation__handover=handover)
    counts = seen.aggregate(slips=Count("pk"), answered=Count("answered_at"))
    if not counts["slips"]:
        return None
    ours = actor.may(Permission.DEVICE_RECORD) and actor.organisation_id == handover.school.organisation_id
    waiting = counts["answered"] < counts["slips"]
    return SlipCount(counts["slips"], _answered(counts["answered"]), ours and waiting)


def _answered(count: int) -> str:
    if count == 0:
        return _("belum ada")
    return _("beberapa") if count < SMALL_CELL else str(count)
