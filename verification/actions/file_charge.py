"""A guardian answered on the slip that money was asked for: a complaint about a fee, without a name, and only one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from donations.models import ReceiptSlip
from donations.models.codes import ALPHABET
from ksbb.authority.actors import SYSTEM
from ksbb.common import sealing
from verification.actions.file_complaint import file_complaint
from verification.models import Complaint

_LENGTH = 17


@transaction.atomic
def file_charge(*, slip: ReceiptSlip) -> Complaint | None:
    """None when it is on file already: of two workers at once the second waits for the slip and then finds it."""
    slip = (
        ReceiptSlip.objects.select_for_update(of=("self",), no_key=True)
        .select_related("allocation__handover__school", "allocation__device")
        .get(pk=slip.pk)
    )
    handover = slip.allocation.handover
    if not slip.was_charged or handover is None or Complaint.objects.filter(code=charge_code(slip)).exists():
        return None
    return file_complaint(
        category=Complaint.Category.FEE,
        text=_(
            "Wali menjawab pada slip terima bahwa ada yang meminta bayaran untuk gawai ini. Jawaban otomatis, tanpa nama."
        ),
        school=handover.school,
        device=getattr(slip.allocation, "device", None),
        code=charge_code(slip),
        actor=SYSTEM,
    )


def charge_code(slip: ReceiptSlip) -> str:
    """The ticket of a slip's complaint: the same each time, and not to be guessed without the key."""
    number = int.from_bytes(sealing.digest("slip-complaint", slip.public_id.hex))
    letters = []
    for _place in range(_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)
