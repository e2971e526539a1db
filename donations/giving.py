"""What one giver has given, as rows for the yearly summary and for the paper of thanks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone

from donations.models import Allocation, Condition, DeviceType, Donor, HandoverCertificate, Pledge, ValueBasis
from donations.states import AllocationState
from recipients.models import NeedClass
from recipients.states import PROVEN


@dataclass(frozen=True)
class GivenRow:
    """Devices of one line that changed hands in one handover. `unit_value` in rupiah, 0 when not told; `paper` is the BAST."""

    day: date
    school: str
    npsn: str
    device: str
    quantity: int
    verified: int
    unit_value: int
    basis: str
    paper: str
    is_school_owned: bool

    @property
    def value(self) -> int:
        """Of all of them, in rupiah."""
        return self.unit_value * self.quantity


_FIELDS = {
    "handover": "handover_id",
    "done_at": "handover__done_at",
    "school": "line__pledge__school__name",
    "npsn": "line__pledge__school__npsn",
    "device_type": "line__device_type",
    "condition": "line__condition",
    "brand": "line__brand",
    "model": "line__model",
    "unit_value": "line__unit_value",
    "basis": "line__value_basis",
    "need_class": "line__need_class",
    "line": "line_id",
}


def years_of(donor: Donor) -> list[int]:
    """The years in which something of this giver changed hands, newest first."""
    years = _handed_over(donor).annotate(year=ExtractYear("handed_over_at")).values_list("year", flat=True)
    return sorted(set(years.order_by()), reverse=True)


def given_in(donor: Donor, year: int) -> list[GivenRow]:
    """The rows of one year, oldest first; two queries. What a validator refused is not given."""
    rows = (
        _handed_over(donor)
        .filter(handed_over_at__year=year)
        .values_list(*_FIELDS.values())
        .annotate(quantity=Count("pk"), verified=Count("pk", filter=Q(need__state__in=PROVEN)))
        .order_by("handover__done_at", "line_id")
    )
    names = (*_FIELDS, "quantity", "verified")
    found = [dict(zip(names, row, strict=True)) for row in rows]
    papers = HandoverCertificate.objects.filter(
        handover__in={one["handover"] for one in found}, device=None, voided_at__isnull=True
    )
    numbers = dict(papers.values_list("handover_id", "number"))
    return [
        GivenRow(
            day=timezone.localdate(one["done_at"]),
            school=one["school"],
            npsn=one["npsn"],
            device=_device_words(one["device_type"], one["condition"], one["brand"], one["model"]),
            quantity=one["quantity"],
            verified=one["verified"],
            unit_value=one["unit_value"],
            basis=str(ValueBasis(one["basis"]).label) if one["basis"] else "",
            paper=numbers.get(one["handover"], ""),
            is_school_owned=one["need_class"] == NeedClass.TEACHER_COMPUTER,
        )
        for one in found
    ]


def devices_given(pledge: Pledge) -> list[tuple[str, int]]:
    """(kind, how many) of a pledge that reached the school so far."""
    handed = Allocation.objects.filter(line__pledge=pledge, state=AllocationState.HANDED_OVER)
    counted: Counter[str] = Counter()
    for kind, count in (
        handed.values_list("line__device_type").annotate(count=Count("pk")).order_by("line__device_type")
    ):
        counted[str(DeviceType(kind).label)] += count
    return list(counted.items())


def total_value(rows: Sequence[GivenRow]) -> int:
    """In rupiah, of the rows whose value was told."""
    return sum(row.value for row in rows)


def _handed_over(donor: Donor) -> QuerySet[Allocation]:
    return Allocation.objects.filter(
        line__pledge__donor=donor, state=AllocationState.HANDED_OVER, handed_over_at__isnull=False
    )


def _device_words(device_type: str, condition: str, brand: str, model: str) -> str:
    kind = f"{DeviceType(device_type).label} {str(Condition(condition).label).lower()}"
    return " ".join(part for part in (kind, brand, model) if part)
