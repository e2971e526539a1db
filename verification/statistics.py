"""What the public reads of proven handovers: no person, no school."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from ksbb.territories.models import DISTRICT_LENGTH, Territory
from recipients.statistics import Figures, figures, figures_by
from verification.models import Report
from verification.states import ReportState

__all__ = ["Figures", "ProvenHandover", "figures", "figures_by", "latest_proven"]


@dataclass(frozen=True)
class ProvenHandover:
    """A verified handover as strangers may read it: the kecamatan, the kind of school, the devices, the day."""

    district_name: str
    form: str
    device_count: int
    device_types: tuple[tuple[str, int], ...]
    month: datetime


def latest_proven(limit: int = 6) -> list[ProvenHandover]:
    """The newest verified handovers (three queries)."""
    reports = list(
        Report.objects.filter(state=ReportState.VERIFIED)
        .select_related("handover__school")
        .prefetch_related("handover__allocations__line")
        .order_by("-verified_at", "-id")[:limit]
    )
    names = dict(
        Territory.objects.filter(code__in={report.region[:DISTRICT_LENGTH] for report in reports}).values_list(
            "code", "name"
        )
    )
    return [_proven(report, names) for report in reports]


def _proven(report: Report, names: dict[str, str]) -> ProvenHandover:
    types = Counter(str(allocation.line.get_device_type_display()) for allocation in report.handover.allocations.all())
    assert report.verified_at is not None
    return ProvenHandover(
        district_name=names.get(report.region[:DISTRICT_LENGTH], ""),
        form=report.handover.school.form,
        device_count=types.total(),
        device_types=tuple(types.most_common()),
        month=report.verified_at,
    )
