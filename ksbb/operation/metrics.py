"""What Prometheus reads at /metrics: the counts of the web processes, and the state of the whole portal (docs/operations.md).

Counts of processes are added up over instances; the rest is the same whoever is asked (`max`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from math import inf

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from ksbb.common import measuring, modes
from ksbb.common.switches import Switch, is_on
from ksbb.operation import gauges
from ksbb.operation.alarms import RULES
from ksbb.operation.gauges import Gauges, Stored

# Set by ksbb/serving.py before anything counts.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition() -> bytes:
    """All of it, in Prometheus' text format."""
    return generate_latest(_processes()) + generate_latest(_portal())


def _processes() -> CollectorRegistry:
    """What this process counted; with several gunicorn workers, what all of them did."""
    if not os.environ.get(FOLDER):
        return measuring.REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _portal() -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Portal(gauges.gather()))
    return registry


def _gauge(name: str, says: str, value: float | None) -> Iterator[Metric]:
    """A value that is not known is not told: Prometheus knows `absent()`."""
    if value is not None:
        yield GaugeMetricFamily(name, says, value=value)


def _by(name: str, says: str, label: str, values: Iterable[tuple[str, float | None]]) -> Iterator[Metric]:
    family = GaugeMetricFamily(name, says, labels=[label])
    for key, value in values:
        if value is not None:
            family.add_metric([key], value)
    yield family


class Portal(Collector):
    """The whole portal, as it was measured once."""

    def __init__(self, now: Gauges) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        now = self.now
        yield from _by("ksbb_queue_length", "Tasks that wait.", "queue", (now.queues or {}).items())
        yield from _by(
            "ksbb_worker_pulse_age_seconds",
            "Since somebody who takes from the queue was heard.",
            "queue",
            ((queue, inf if age is None else age) for queue, age in (now.pulses or {}).items()),
        )
        yield from _gauge("ksbb_slow_queries_lately", "Slow statements in ten to twenty minutes.", now.slow_lately)
        yield from _gauge("ksbb_disk_free_bytes", "On the disk of the private files.", now.room.free)
        yield from _gauge("ksbb_disk_total_bytes", "Of that disk.", now.room.total)
        yield from _gauge("ksbb_backup_age_seconds", "Of the newest whole backup.", now.backup_age)
        yield from _gauge("ksbb_replica_lag_seconds", "Behind the primary; away: +Inf.", now.replica_lag)
        until = now.certificate_until
        yield from _gauge(
            "ksbb_certificate_expires_timestamp_seconds", "Of the public address.", until.timestamp() if until else None
        )
        mode = modes.current()
        yield from _by(
            "ksbb_mode", "1 for the mode in force.", "mode", ((one.value, one == mode) for one in modes.Mode)
        )
        yield from _by("ksbb_switch_on", "Features.", "switch", ((one.value, is_on(one)) for one in Switch))
        yield from _gauge("ksbb_database_answers", "1 when the database told the rest.", now.stored is not None)
        if now.stored:
            yield from _stored(now.stored)
        yield from _tasks(measuring.task_counts())


def _stored(told: Stored) -> Iterator[Metric]:
    yield from _by(
        "ksbb_outbox_messages",
        "Messages that wait, or failed.",
        "state",
        [("queued", told.waiting), ("failed", told.failed)],
    )
    yield from _gauge("ksbb_outbox_lag_seconds", "How long the oldest due message has waited.", told.lag)
    yield from _gauge("ksbb_letters_failed_lately", "Messages given up within the last hour.", told.failed_lately)
    yield from _gauge("ksbb_imports_in_progress", "Files that a worker has in hand.", told.imports)
    yield from _gauge("ksbb_imports_oldest_seconds", "Since the oldest of them moved.", told.imports_age)
    yield from _by("ksbb_trail_seal_age_seconds", "Since the last seal.", "book", told.seal_age.items())
    yield from _by(
        "ksbb_trail_unsealed_seconds", "How long the oldest entry waits for its seal.", "book", told.unsealed.items()
    )
    last = told.last.items()
    yield from _by("ksbb_checkup_age_seconds", "Since the last run.", "kind", ((kind, run.age) for kind, run in last))
    ended = [(kind, run) for kind, run in last if run.age is not None]
    yield from _by(
        "ksbb_checkup_good", "1 when the last run was.", "kind", ((kind, run.is_good) for kind, run in ended)
    )
    yield from _by("ksbb_checkup_findings", "Differences of it.", "kind", ((kind, run.findings) for kind, run in ended))
    yield from _by("ksbb_alarm_open", "The portal's own alarms.", "alarm", ((key, key in told.alarms) for key in RULES))


def _tasks(counts: dict[str, dict[str, float]]) -> Iterator[Metric]:
    runs = CounterMetricFamily("ksbb_task_runs", "Runs of tasks, by how they ended.", labels=["task", "outcome"])
    took = HistogramMetricFamily("ksbb_task_seconds", "How long they took.", labels=["task"])
    for task, kept in sorted(counts.items()):
        total = kept.get("done", 0) + kept.get("failed", 0)
        runs.add_metric([task, "done"], kept.get("done", 0))
        runs.add_metric([task, "failed"], kept.get("failed", 0))
        buckets = [(str(float(bound)), kept.get(f"le_{bound}", 0)) for bound in measuring.TASK_SECONDS]
        took.add_metric([task], buckets=[*buckets, ("+Inf", total)], sum_value=kept.get("seconds", 0))
    yield runs
    yield took
