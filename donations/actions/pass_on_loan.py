"""A lent device goes from one teacher to another of the same school, when the staff changes."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.lend_device import lend_device
from donations.actions.stop_at_wanted import stop_at_wanted
from donations.models import Device, Loan
from donations.policies_loans import only_keeper, why_not_end
from donations.wanted import Step
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused, refuse_if
from recipients.models import Recipient


@stop_at_wanted(Step.LEND)
@transaction.atomic
def pass_on_loan(*, loan: Loan, borrower: Recipient, due_on: date, actor: Actor, condition: str = "") -> Loan:
    """Ends the one and opens the other in one transaction; returns the new one. Raises Refused, and then nothing changed."""
    only_keeper(loan.school, actor)
    device = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=loan.device_id)
    held = Loan.objects.select_for_update(of=("self",), no_key=True).get(pk=loan.pk)
    refuse_if(why_not_end(held))
    if held.borrower_id == borrower.pk:
        raise Refused(_("Guru ini sudah memegang gawainya. Pilih guru lain."))
    condition = " ".join(condition.split())[:200]
    held.ended_at, held.ended_by_id = timezone.now(), actor.user_id or 0
    held.ended_how, held.condition_in = Loan.Ended.PASSED_ON, condition
    held.save(update_fields=["ended_at", "ended_by_id", "ended_how", "condition_in", "updated_at"])
    trail.record("loan.ended", held, actor=actor, how=held.ended_how)
    return lend_device(device=device, borrower=borrower, due_on=due_on, actor=actor, condition=condition)
