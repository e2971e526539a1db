"""How closely each waiting report should be looked at, from what the base knows now."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from verification.models import Report
from verification.risk import weigh
from verification.risk_facts import facts_about


@transaction.atomic
def weigh_reports(report_ids: Collection[int]) -> int:
    """Those that wait are weighed and stored; returns how many changed. What somebody decides on at this moment is left out.

    A constant number of statements, however many reports. Only rows of reports are locked, in the order of their ids.
    """
    waiting = Report.objects.waiting().filter(pk__in=report_ids).order_by("pk")
    held = list(waiting.select_for_update(of=("self",), skip_locked=True, no_key=True))
    found = facts_about([report.pk for report in held])
    changed = []
    for report in held:
        risk = weigh(found[report.pk])
        now = (risk.points, [fact.kept() for fact in risk.facts], risk.is_green)
        if now != (report.risk, report.risk_facts, report.is_green):
            report.risk, report.risk_facts, report.is_green = now
            changed.append(report)
    if changed:
        Report.objects.bulk_update(changed, ["risk", "risk_facts", "is_green"], batch_size=500)
    return len(changed)
