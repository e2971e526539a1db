"""What the processes measure of themselves, for Prometheus and for the alarms: answers, statements, work in the background.

Labels are names of routes, methods, status codes and names of tasks: closed sets of ours. Nothing that a browser sends becomes a
label; a path never does, as it may hold a code or a person's number.

Web processes count in `REGISTRY`; with several gunicorn workers the counts lie in PROMETHEUS_MULTIPROC_DIR (ksbb/serving.py).
Workers of the background count in Redis, where every web process reads them: no further port, no further process.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache as remembered
from typing import Any

from celery.exceptions import Ignore, Reject, Retry
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry as Again

logger = logging.getLogger("ksbb.slow")

disable_created_metrics()  # type: ignore[no-untyped-call]  # nobody asks when a count began
REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "ksbb_http_requests", "Answers by route, method and status.", ["route", "method", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "ksbb_http_request_seconds",
    "How long answers took.",
    ["route"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
QUERIES = Histogram(
    "ksbb_http_request_queries", "Statements for one answer.", buckets=(2, 5, 10, 20, 40, 80, 160), registry=REGISTRY
)
QUERY_SECONDS = Counter("ksbb_http_query_seconds", "Time in the database, by route.", ["route"], registry=REGISTRY)
PUBLIC_READS = Counter(
    "ksbb_public_reads", "Public pages by where they were read, when there is a replica.", ["source"], registry=REGISTRY
)
SLOW = Counter("ksbb_slow_queries", "Statements of answers over the threshold.", ["route"], registry=REGISTRY)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "none"
TASK_SECONDS = (0.1, 1, 10, 60, 600)
SLOW_WINDOW = 600
LIMIT = 0.5
LONGEST_SHAPE = 500

_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_LIST = re.compile(r"(%s|\?)(?:\s*,\s*(?:%s|\?))+")


def shape(sql: object) -> str:
    """The statement without any value: literals are ?, lists are one, at most 500 letters. Parameters were never in it."""
    text = _LITERAL.sub("?", " ".join(str(sql).split()))
    return _LIST.sub(r"\1, …", text)[:LONGEST_SHAPE]


@dataclass
class Tally:
    """Statements of one answer or task; a wrapper for `connection.execute_wrapper`."""

    where: Callable[[], str]
    slow_after: float
    queries: int = 0
    seconds: float = 0.0
    slow: int = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - began
            self.queries += 1
            self.seconds += took
            if took > self.slow_after:
                self.slow += 1
                facts = {"where": self.where(), "ms": round(took * 1000), "statement": shape(sql)}
                logger.warning("slow statement", extra={"facts": facts})


@contextmanager
def tallied(where: Callable[[], str], *, slow_after: float) -> Iterator[Tally]:
    """Counts the statements within; each slow one is logged with `where()` and its shape."""
    tally = Tally(where, slow_after)
    with ExitStack() as wrappers:
        for connection in connections.all():
            wrappers.enter_context(connection.execute_wrapper(tally))
        yield tally


def answered(*, route: str, method: str, status: int, seconds: float, tally: Tally) -> None:
    """One answer of this process. `route` is the name of the route, "" where there is none."""
    route = route or NO_ROUTE
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(seconds)
    QUERIES.observe(tally.queries)
    QUERY_SECONDS.labels(route).inc(tally.seconds)
    if tally.slow:
        SLOW.labels(route).inc(tally.slow)
        count_slow(tally.slow)


def count_slow(amount: int) -> None:
    """For the alarm, over all processes: windows of ten minutes in the cache."""
    key = f"slow:{int(time.time()) // SLOW_WINDOW}"
    try:
        cache.add(key, 0, timeout=3 * SLOW_WINDOW)
        cache.incr(key, amount)
    except (RedisError, OSError, ValueError):
        return


def slow_lately() -> int | None:
    """Slow statements of answers in this window and the one before: the last ten to twenty minutes. None: the cache is away."""
    window = int(time.time()) // SLOW_WINDOW
    try:
        return int(sum(cache.get_many([f"slow:{window}", f"slow:{window - 1}"]).values()))
    except (RedisError, OSError):
        return None


@contextmanager
def measured_task(name: str) -> Iterator[None]:
    """Counts one run of a task, how long it took and whether it failed."""
    began = time.perf_counter()
    outcome = "failed"
    try:
        with tallied(lambda: name, slow_after=settings.SLOW_TASK_QUERY_SECONDS):
            yield
        outcome = "done"
    except (Retry, Ignore, Reject):
        outcome = "done"
        raise
    finally:
        _count_task(name, outcome, time.perf_counter() - began)


def task_counts() -> dict[str, dict[str, float]]:
    """Task → counts: done, failed, seconds, and le_N for runs that took at most N seconds. Empty while Redis is away."""
    counts: dict[str, dict[str, float]] = {}
    try:
        kept: Any = _redis(settings.CELERY_BROKER_URL).hgetall(_key())
    except (RedisError, OSError):
        return counts
    for field, number in kept.items():
        name, _bar, what = field.decode().partition("|")
        counts.setdefault(name, {})[what] = float(number)
    return counts


def _count_task(name: str, outcome: str, seconds: float) -> None:
    try:
        with _redis(settings.CELERY_BROKER_URL).pipeline(transaction=False) as pipe:
            pipe.hincrby(_key(), f"{name}|{outcome}", 1)
            pipe.hincrbyfloat(_key(), f"{name}|seconds", round(seconds, 4))
            for bound in (bound for bound in TASK_SECONDS if seconds <= bound):
                pipe.hincrby(_key(), f"{name}|le_{bound}", 1)
            pipe.execute()
    except (RedisError, OSError):
        return


def _key() -> str:
    return f"{settings.CACHES['default']['KEY_PREFIX']}:measured:tasks"


@remembered
def _redis(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=LIMIT, socket_connect_timeout=LIMIT, retry=Again(NoBackoff(), 0))
