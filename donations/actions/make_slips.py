"""With the papers come the slips for the guardians, each with a code that is read in print alone."""

from __future__ import annotations

from django.db.models import F

from donations.models import Allocation, Custody, Handover, HandoverCertificate, ReceiptSlip
from donations.slips import digest_of, new_slip_code
from ksbb.common import sealing


def make_slips(handover: Handover) -> int:
    """A slip for every device of the handover that a pupil will own; how many are new. Part of issuing the papers.

    A slip dies with its paper: on a new paper it gets a new code. One that was answered stays as it is.
    """
    valid = HandoverCertificate.objects.filter(
        handover=handover, kind=HandoverCertificate.Kind.SCHOOL_TO_GUARDIAN, voided_at__isnull=True
    )
    owned = Allocation.objects.filter(
        handover=handover, device__custody=Custody.OWNED, device__certificates__in=valid
    ).distinct()
    ReceiptSlip.objects.filter(
        allocation__in=owned.values("pk"), answered_at__isnull=True, pk__in=_of_older_papers(handover)
    ).delete()
    bare = list(owned.filter(slip__isnull=True).values_list("pk", "region"))
    codes = [new_slip_code() for _unit in bare]
    slips = [
        ReceiptSlip(allocation_id=pk, region=region, digest=digest_of(code), code_sealed=code_sealed)
        for (pk, region), code, code_sealed in zip(bare, codes, sealing.seal_many(codes), strict=True)
    ]
    ReceiptSlip.objects.bulk_create(slips)
    return len(slips)


def _of_older_papers(handover: Handover) -> list[int]:
    """Slips that were made before the paper that is valid now."""
    made = ReceiptSlip.objects.filter(
        allocation__handover=handover,
        allocation__device__certificates__voided_at__isnull=True,
        allocation__device__certificates__issued_at__gt=F("created_at"),
    )
    return list(made.values_list("pk", flat=True))
