"""A lent device comes back, comes back broken, or is lost."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.actions.want_devices import want_devices
from donations.models import Device, Loan, WantedDevice
from donations.policies_loans import only_keeper, why_not_end
from donations.states import DEVICE_MOVES, DeviceState
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused, refuse_if
from ksbb.common.states import move

Ended = Loan.Ended
# What becomes of the device; one that comes back as it was stays in use.
_FATES = {Ended.REPAIR: DeviceState.DAMAGED, Ended.LOST: DeviceState.LOST}


@transaction.atomic
def end_loan(*, loan: Loan, how: str, actor: Actor, condition: str = "") -> Loan:
    """`how`: RETURNED, REPAIR or LOST of Loan.Ended; what came back is described. Raises Refused, also for a second click.

    The number of a lost one is looked for from that moment on, until its case says that it was found.
    """
    only_keeper(loan.school, actor)
    device = Device.objects.select_for_update(of=("self",), no_key=True).get(pk=loan.device_id)
    held = Loan.objects.select_for_update(of=("self",), no_key=True).get(pk=loan.pk)
    refuse_if(why_not_end(held))
    condition = " ".join(condition.split())[:200]
    if how not in (Ended.RETURNED, Ended.REPAIR, Ended.LOST):
        raise Refused(_("Pilih apa yang terjadi dengan gawainya."))
    if how != Ended.RETURNED and not condition:
        raise Refused(_("Tulis apa yang rusak, atau kapan dan bagaimana gawainya hilang. Jangan tulis nama orang."))
    held.ended_at, held.ended_by_id = timezone.now(), actor.user_id or 0
    held.ended_how, held.condition_in = how, condition
    held.save(update_fields=["ended_at", "ended_by_id", "ended_how", "condition_in", "updated_at"])
    fate = _FATES.get(Ended(how))
    if fate is not None and fate in DEVICE_MOVES[device.state]:
        move(device, fate, DEVICE_MOVES)
        if fate == DeviceState.LOST:
            source = _("Pinjaman guru di %(school)s") % {"school": loan.school.name}
            want_devices({device.pk: WantedDevice.Why.LOST}, source=source, actor=actor)
    trail.record("loan.ended", held, actor=actor, how=how)
    return held
