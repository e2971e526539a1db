"""Verifying a report, beside the bare statements that it makes.

Two bases that are equal to the last sequence: in one the real action, in the other what it sent, in plain psycopg, with a BEGIN
and a COMMIT around. In the end both must hold the same.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection

from benchmarks import _reports
from benchmarks._base import rows_of
from benchmarks._crowds import processor_seconds
from benchmarks._measuring import Lines, note
from benchmarks._statements import replay, written_down
from verification.actions.decide import decide
from verification.models import Report
from verification.states import ReportState

MOST = 2.0
WARM = 2
_SAME = """
SELECT (SELECT count(*) FROM verification_report WHERE state = 'verified'),
       (SELECT count(*) FROM donations_allocation WHERE verified_at IS NOT NULL),
       (SELECT count(*) FROM donations_device WHERE state = 'in_use'),
       (SELECT count(*) FROM recipients_need WHERE state = 'met'), (SELECT sum(met) FROM recipients_needdelta),
       (SELECT sum(verified) FROM donations_flowdelta), (SELECT count(*) FROM verification_useround),
       (SELECT count(*) FROM verification_visit), (SELECT count(*) FROM notifications_message),
       (SELECT count(*) FROM audit_event), (SELECT sum(last_value) FROM pg_sequences)
"""


def verifying(lines: Lines, *, reports: int, times: int) -> None:
    """`times` reports of `reports`, one after the other; each once really and once bare."""
    with _reports.grown(reports):
        other = connection.copy()
        other.ensure_connection()
        with other.connection.cursor() as cursor, _reports.grown(reports):
            actor = _reports.validator()
            waiting = _reports.waiting(times + WARM)
            note(f"verifying {len(waiting)} reports …")
            ours, bare, statements = Spent([], []), Spent([], []), []
            backends = connection.connection.info.backend_pid, other.connection.info.backend_pid
            for report in waiting:
                with written_down() as sent, ours.by(backends[0]):
                    decide(report=report, decision=ReportState.VERIFIED, actor=actor)
                with bare.by(backends[1]):
                    cursor.execute("BEGIN")
                    replay(cursor, sent)
                    cursor.execute("COMMIT")
                statements.append(len(sent))
            cursor.execute(_SAME)
            differs = int(cursor.fetchone() != rows_of(_SAME)[0])
            verified = Report.objects.filter(pk__in=[one.pk for one in waiting], state=ReportState.VERIFIED).count()
        other.close()
    _write(lines, ours, bare, reports, statements=statements[-1], differs=differs, wrong=len(waiting) - verified)


class Spent(NamedTuple):
    """By the clock, and of the processors by this process and the database's; seconds, one after the other."""

    clock: list[float]
    cpu: list[float]

    @contextmanager
    def by(self, backend: int) -> Iterator[None]:
        begin, used = time.perf_counter(), time.process_time() + (processor_seconds(backend) or 0.0)
        yield
        self.cpu.append(time.process_time() + (processor_seconds(backend) or 0.0) - used)
        self.clock.append(time.perf_counter() - begin)


def _write(lines: Lines, ours: Spent, bare: Spent, reports: int, **more: int) -> None:
    """Judged by the quickest of each, which other programs disturb least; the medians and the processors' time are told, too."""
    clock, limit = ours.clock[WARM:], bare.clock[WARM:]
    least = min(clock) / min(limit)
    lines.write(
        f"verifying a report among {reports} / the statements it makes",
        rows=1,
        seconds=statistics.median(clock),
        limit=statistics.median(limit),
        least_ms=round(min(clock) * 1000, 3),
        limit_least_ms=round(min(limit) * 1000, 3),
        ratio_least=round(least, 2),
        cpu_ms=round(statistics.fmean(ours.cpu[WARM:]) * 1000, 2),
        limit_cpu_ms=round(statistics.fmean(bare.cpu[WARM:]) * 1000, 2),
        times=len(clock),
        goal=f"at most {MOST:g} times, of the quickest",
        ok=least <= MOST,
        **more,
    )
