"""A device of the school goes into a teacher's hands."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from donations.actions.stop_at_wanted import stop_at_wanted
from donations.models import Device, Loan
from donations.policies_loans import only_keeper, why_not_lend
from donations.school_devices import school_of
from donations.wanted import Step, refuse_wanted_devices
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import refuse_if
from recipients.models import Recipient


@stop_at_wanted(Step.LEND)
@transaction.atomic
def lend_device(*, device: Device, borrower: Recipient, due_on: date, actor: Actor, condition: str = "") -> Loan:
    """The new open loan. The device is held, so that of two who lend it at once one reads that it is lent. Raises Refused."""
    school = school_of(device)
    only_keeper(school, actor)
    held = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=device.pk)
    refuse_if(why_not_lend(held, Recipient.objects.get(pk=borrower.pk), due_on, school))
    refuse_wanted_devices([held])
    loan = Loan.objects.create(
        device=held,
        school=school,
        region=held.region,
        borrower=borrower,
        lent_at=timezone.now(),
        lent_by_id=actor.user_id or 0,
        due_on=due_on,
        condition_out=" ".join(condition.split()),
    )
    trail.record("device.lent", loan, actor=actor)
    return loan
