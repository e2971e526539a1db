"""Make one run of the schedule and keep how it ended."""

from __future__ import annotations

from django.utils import timezone

from ksbb.common.alone import alone_with
from ksbb.operation.checkups import LONGEST_TELLING, RUNS, Kind, Outcome
from ksbb.operation.models import Checkup


def run_checkup(kind: Kind) -> Checkup | None:
    """None when another worker is at it. What fails is kept as not good, by the name of its failure, and raised on for the log.

    Outside of any transaction: a backup and a check of all data take their own snapshot.
    """
    with alone_with("checkup", list(Kind).index(kind)) as mine:
        if not mine:
            return None
        run = Checkup.objects.create(kind=kind, began_at=timezone.now())
        try:
            outcome = RUNS[kind]()
        except BaseException as error:
            _end(run, Outcome(False, told=type(error).__name__))
            raise
        return _end(run, outcome)


def _end(run: Checkup, outcome: Outcome) -> Checkup:
    run.ended_at = timezone.now()
    run.is_good, run.findings, run.marks = outcome.is_good, outcome.findings, outcome.marks
    run.told = outcome.told[:LONGEST_TELLING]
    run.save(update_fields=["ended_at", "is_good", "findings", "told", "marks"])
    return run
