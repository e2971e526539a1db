"""Verified reports, draws, visits and cases, made by the same actions that people use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ksbb.authority.actors import Actor
from tests.factories.verification import judged, member, waiting_report
from verification.actions.commit_sample import commit_sample
from verification.actions.draw_sample import draw_sample
from verification.actions.record_visit import record_visit
from verification.models import Report, SampleDraw, Visit

FINE = {"matches_papers": "yes", "guardian_asked": "yes", "fee_asked": "no"}


def verified_report(**facts: Any) -> Report:
    return judged(waiting_report(**facts))


def long_known(*, days: int = 3, **facts: Any) -> Report:
    """A report that was verified some days ago and has no visit."""
    report = verified_report(**facts)
    Visit.objects.filter(report=report).delete()
    Report.objects.filter(pk=report.pk).update(verified_at=timezone.now() - timedelta(days=days))
    report.refresh_from_db()
    return report


def committed_sample(actor: Actor | None = None, *, days: int = 30, **how: Any) -> SampleDraw:
    """For the reports of the last `days` until yesterday."""
    today = timezone.localdate()
    how = {"starts_on": today - timedelta(days=days), "ends_on": today, **how}
    draw = commit_sample(actor=actor or member("coordinator"), **how)
    # Also in the first hour after midnight the period of a test is long over.
    now = timezone.now()
    earlier = min(draw.ends_on, timezone.localdate(now - timedelta(hours=2)))
    over = earlier if draw.starts_on < earlier else draw.ends_on
    SampleDraw.objects.filter(pk=draw.pk).update(committed_at=now - timedelta(days=2), ends_on=over)
    draw.refresh_from_db()
    return draw


def drawn_sample(**how: Any) -> SampleDraw:
    return draw_sample(draw=committed_sample(**how), actor=member("coordinator"))


def visited(visit: Visit, *, seen: int | None = None, actor: Actor | None = None, **facts: Any) -> Visit:
    """By a Kasatlak over the place; everything fits unless `seen` or `answers` say otherwise."""
    told = {"answers": FINE, "note": "Dilihat di ruang kelas.", "visited_on": timezone.localdate(), **facts}
    return record_visit(
        visit=visit,
        devices_seen=visit.devices_expected if seen is None else seen,
        actor=actor or member("district_supervisor"),
        **told,
    )
