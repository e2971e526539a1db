"""Which waiting reports are to be weighed anew, because something they rest on changed in a later step or on another floor."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from donations.models import DeviceNumber, ReceiptSlip, WantedDevice
from verification.models import Evidence, Report
from verification.states import ReportState

MOST_AT_ONCE = 2_000


def changed_since(moment: datetime) -> list[int]:
    """What guardians answered, which numbers were put on the list of wanted devices or lifted, which photos became ready, and
    whose giver or school was proven for the first time since `moment`; MOST_AT_ONCE at most, the riskiest first."""
    slips = ReceiptSlip.objects.filter(allocation__handover_id=OuterRef("handover_id"), answered_at__gte=moment)
    photos = Evidence.objects.filter(report_id=OuterRef("pk"), updated_at__gte=moment)
    listed = WantedDevice.objects.filter(Q(created_at__gte=moment) | Q(lifted_at__gte=moment)).values("value")
    numbers = DeviceNumber.objects.filter(
        device__allocation__handover_id=OuterRef("handover_id"), value__in=list(listed.values_list("value", flat=True))
    )
    proven = Report.objects.filter(state=ReportState.VERIFIED, verified_at__gte=moment)
    waiting = Report.objects.waiting().filter(
        Exists(slips)
        | Exists(photos)
        | Exists(numbers)
        | Q(handover__school_id__in=proven.values("handover__school_id"))
        | Q(handover__pledge__donor_id__in=proven.values("handover__pledge__donor_id"))
    )
    return list(waiting.order_by("risk_key", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
