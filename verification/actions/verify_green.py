"""Several reports in which no check found anything are verified with one word, each for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from verification.actions.decide import decide
from verification.actions.weigh_reports import weigh_reports
from verification.models import Report
from verification.states import ReportState

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Outcome:
    """What became of one report; no `problem` means it is verified."""

    report: Report
    problem: str = ""


def verify_green(*, reports: Sequence[Report], actor: Actor) -> list[Outcome]:
    """Each in a transaction of its own, so that one that does not go keeps none of the others. They are weighed anew first: what
    was green this morning may not be so any more."""
    actor.must(Permission.REPORT_VERIFY)
    weigh_reports([report.pk for report in reports])
    return [_one(report, actor) for report in reports[:MOST_AT_ONCE]]


def _one(report: Report, actor: Actor) -> Outcome:
    try:
        decide(report=report, decision=ReportState.VERIFIED, actor=actor, only_green=True)
    except Refused as no:
        return Outcome(report, no.reason)
    except Forbidden:
        return Outcome(report, _("Anda punya hubungan dengan bantuan ini; validator lain yang memeriksanya."))
    except StaleState:
        return Outcome(report, _("Laporan ini baru saja diubah orang lain."))
    return Outcome(report)
