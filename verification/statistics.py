"""What the public reads of proven handovers: no person, no school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from donations.models import Allocation
from ksbb.territories.models import DISTRICT_LENGTH, Territory
from recipients.statistics import Figures, figures, figures_by
from verification.models import Report
from verification.rounding import FEWEST
from verification.states import ReportState

__all__ = ["Figures", "ProvenHandover", "countable", "figures", "figures_by", "latest_proven", "proven_reports"]


@dataclass(frozen=True)
class ProvenHandover:
    """A verified handover as strangers may read it: the kecamatan, the kind of school, the month.

    How many devices when they are five or more, and never of which kind: the figures of months are told by kind, and what is
    known exactly of a part of them would tell of the rest.
    """

    district_name: str
    form: str
    device_count: int | None
    month: datetime


def proven_reports() -> QuerySet[Report]:
    """Verified reports with their schools and `devices`, how many of their devices are proven."""
    units = Allocation.objects.filter(handover_id=OuterRef("handover_id"), verified_at__isnull=False).order_by()
    # As a subquery it is counted for the rows that are shown, not for all.
    devices = Coalesce(Subquery(units.values("handover_id").annotate(count=Count("pk")).values("count")), 0)
    found = Report.objects.filter(state=ReportState.VERIFIED, verified_at__isnull=False)
    return found.select_related("handover__school").annotate(devices=devices)


def countable(report: Report) -> int | None:
    """Of a row of `proven_reports`: how many devices, where it does not speak of few people."""
    count: int = report.devices  # type: ignore[attr-defined]
    return count if count >= FEWEST else None


def latest_proven(limit: int = 6) -> list[ProvenHandover]:
    """The newest verified handovers (two queries)."""
    reports = list(proven_reports().order_by("-verified_at", "-id")[:limit])
    names = dict(
        Territory.objects.filter(code__in={report.region[:DISTRICT_LENGTH] for report in reports}).values_list(
            "code", "name"
        )
    )
    return [_proven(report, names) for report in reports]


def _proven(report: Report, names: dict[str, str]) -> ProvenHandover:
    assert report.verified_at is not None
    return ProvenHandover(
        district_name=names.get(report.region[:DISTRICT_LENGTH], ""),
        form=report.handover.school.form,
        device_count=countable(report),
        month=report.verified_at,
    )
