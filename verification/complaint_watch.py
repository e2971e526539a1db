"""What the clock does with complaints, hour by hour: they rise, they close, and the auditor hears what is late at the end."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from donations.models import ReceiptSlip
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import SYSTEM
from ksbb.authority.roles import Role
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from ksbb.notifications import outbox
from verification.actions.close_complaint import close_complaint
from verification.actions.escalate_complaint import escalate_complaint
from verification.actions.file_charge import charge_code, file_charge
from verification.complaints import CONTEST_DAYS, LAST_LEVEL
from verification.models import Complaint
from verification.states import ComplaintState

logger = logging.getLogger(__name__)
BATCH = 500
CHARGES_LOOKED_FOR = timedelta(days=30)


def watch() -> int:
    """How many complaints rose or closed. Two workers at once do each step once."""
    moved = escalate_all() + close_all()
    tell_auditors()
    return moved


def file_charges() -> int:
    """Slips on which guardians answered that money was asked for; the auditor hears of each."""
    since = timezone.now() - CHARGES_LOOKED_FOR
    charged = ReceiptSlip.objects.filter(was_charged=True, answered_at__gte=since)
    known = set(
        Complaint.objects.filter(category=Complaint.Category.FEE, created_at__gte=since).values_list("code", flat=True)
    )
    filed = [file_charge(slip=slip) for slip in charged.order_by("answered_at") if charge_code(slip) not in known]
    return sum(complaint is not None for complaint in filed)


def escalate_all() -> int:
    """Every complaint in a transaction of its own: one that fails is named by its key and does not hold up the others."""
    late = Complaint.objects.running().filter(due_at__lt=timezone.now(), level__lt=LAST_LEVEL)
    rose = 0
    for pk in late.order_by("due_at", "id").values_list("pk", flat=True)[:BATCH]:
        try:
            rose += escalate_complaint(pk=pk)
        except Exception as error:  # noqa: BLE001 - told below, and tried again in the next round
            # Its kind only: a message of the database may quote the row.
            logger.error("complaint %s does not rise: %s", pk, type(error).__name__)
    return rose


def close_all() -> int:
    """Answers to which nobody objected for ten working days; contested ones the same number of days after the second answer."""
    # Ten working days are at least as many days: the index of answers is not needed for the few that are that old.
    old = timezone.now() - timedelta(days=CONTEST_DAYS)
    answered = Complaint.objects.filter(state=ComplaintState.ANSWERED, answered_at__lt=old).select_related("school")
    closed = 0
    for complaint in answered.order_by("answered_at", "id")[:BATCH]:
        try:
            close_complaint(complaint=complaint, actor=SYSTEM)
        except (Refused, StaleState):
            continue
        closed += 1
    return closed


@transaction.atomic
def tell_auditors() -> None:
    """Once a day: how many complaints of the last level are late. Above it nobody sits; nothing rises any further."""
    now = timezone.now()
    late = Complaint.objects.running().filter(level=LAST_LEVEL, due_at__lt=now)
    if not late.exists():
        return
    auditors = Membership.objects.active().filter(role=Role.AUDITOR).select_related("user", "organisation")
    for member in auditors.order_by("pk"):
        count = late.visible_to(actor_of(member)).count()
        if count:
            outbox.post(
                "verification/complaints_late",
                to=[member.user_id],
                path=reverse("verification:complaint_list"),
                once=f"complaints_late:{timezone.localdate(now):%Y-%m-%d}",
                count=count,
            )
