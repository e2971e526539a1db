"""The school prints the slips that the guardians take home."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from donations.models import Handover, ReceiptSlip
from donations.policies import only_taker
from donations.slip_sheet import Slip, SlipSheet, slips_pdf
from donations.slips import in_groups, on_valid_papers
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.refusals import Refused


@transaction.atomic
def print_slips(*, handover: Handover, actor: Actor) -> bytes:
    """The PDF of all slips that wait for an answer, in the order of the papers; the trail says who printed them.

    This is the one place where the codes are opened. Raises Refused when there is nothing to print.
    """
    actor.must(Permission.DEVICE_RECORD)
    only_taker(handover.pledge, actor)
    waiting = on_valid_papers().filter(allocation__handover=handover, answered_at__isnull=True)
    found = list(
        waiting.select_related("allocation__device", "allocation__need__recipient")
        .order_by("allocation__need__promised_rank", "allocation__device__pk")
        .distinct()
    )
    if not found:
        raise Refused(_nothing())
    now = timezone.now()
    ReceiptSlip.objects.filter(pk__in=[slip.pk for slip in found]).update(printed_at=now, updated_at=now)
    trail.record("slips.printed", handover, actor=actor, slips=len(found))
    address = f"{settings.PUBLIC_URL}{reverse('donations:slip_answer')}"
    # A paper is in Indonesian, whatever language the person at the screen has chosen.
    with translation.override("id"):
        slips = [_slip(number, slip) for number, slip in enumerate(found, start=1)]
    sheet = SlipSheet(slips, handover.school.name, timezone.localdate(now), address, f"{settings.PUBLIC_URL}/lapor/")
    return slips_pdf(sheet)


def _slip(number: int, slip: ReceiptSlip) -> Slip:
    device = slip.allocation.device
    kind = f"{device.get_device_type_display()} {device.brand} {device.model}"
    return Slip(
        number=number,
        code=in_groups(sealing.unseal(slip.code_sealed)),
        device=kind,
        identity=device.identity[-4:],
        class_name=slip.allocation.need.recipient.class_group,
    )


def _nothing() -> str:
    return translation.gettext("Tidak ada slip yang menunggu jawaban. Slip dibuat bersama BAST untuk murid.")
