"""Public pages from gunicorn, dynamic and kept, beside a constant answer and bare data of the same server."""

from __future__ import annotations

import statistics
from typing import NamedTuple

from benchmarks import _counts
from benchmarks._base import rows_of
from benchmarks._crowds import Crowd, Outcome, crowd
from benchmarks._measuring import Lines, note, repeats
from benchmarks._server import Server, served

READERS = 8
THOUSAND = 1_000


class Taken(NamedTuple):
    """Of one request: milliseconds of the processors by the application and by the database; and requests a second."""

    app_ms: float | None
    database_ms: float | None
    a_second: float
    p50_ms: float
    p99_ms: float


def pages(lines: Lines, *, people: int, seconds: float) -> None:
    """Two servers, one that keeps pages and one that does not; each with its own limits."""
    _counts.build(people)
    [[npsn]] = rows_of(
        "SELECT npsn FROM schools_school s JOIN recipients_needtally t ON t.school_id = s.id "
        "WHERE t.open > 5 AND t.need_class = 'student_device' ORDER BY s.id LIMIT 1"
    )
    paths = {"list": "/kebutuhan/", "school": f"/kebutuhan/{npsn}/", "constant": "/ukur/tetap/", "raw": "/ukur/mentah/"}
    with served("bench_fresh", page_cache_seconds=0) as fresh, served("bench_kept", page_cache_seconds=10) as kept:
        servers = {"dynamic": fresh, "cached": kept}
        steps = {
            f"{kind} {name}": server.step(path) for kind, server in servers.items() for name, path in paths.items()
        }
        found: dict[str, list[Taken]] = {name: [] for name in steps}
        with crowd(READERS, steps) as readers:
            for name in steps:
                _warm(readers, name)
            for turn in range(repeats()):
                note(f"pages among {people:,} people, round {turn + 1} …")
                for name, rounds in found.items():
                    rounds.append(_take(readers, servers[name.split()[0]], name, seconds))
    _write(lines, {name: _middle(rounds) for name, rounds in found.items()}, people)


def _warm(readers: Crowd, name: str) -> None:
    """Every thread of the server has its connection and its templates."""
    for _time in range(4):
        _fine(name, readers.once(name))


def _take(readers: Crowd, server: Server, name: str, seconds: float) -> Taken:
    app, database = server.app_seconds(), server.database_seconds()
    done = _fine(name, readers.during(name, seconds))
    app_after, database_after = server.app_seconds(), server.database_seconds()
    slow = sorted(done.taken)
    return Taken(
        _each(app, app_after, done.count),
        _each(database, database_after, done.count),
        done.count / done.seconds,
        slow[len(slow) // 2] * 1000,
        slow[len(slow) * 99 // 100] * 1000,
    )


def _fine(name: str, done: Outcome) -> Outcome:
    if set(done.words) != {"200"}:
        raise SystemExit(f"bench: {name} answered {dict(done.words)}")
    return done


def _each(before: float | None, after: float | None, count: int) -> float | None:
    return None if before is None or after is None else max(0.0, after - before) / count * 1000


def _middle(rounds: list[Taken]) -> Taken:
    """The median of the rounds by the clock; processors are told in hundredths of a second, so of those the mean."""
    apps, databases = [one.app_ms for one in rounds], [one.database_ms for one in rounds]
    return Taken(
        _mean(apps),
        _mean(databases),
        statistics.median(one.a_second for one in rounds),
        statistics.median(one.p50_ms for one in rounds),
        statistics.median(one.p99_ms for one in rounds),
    )


def _mean(taken: list[float | None]) -> float | None:
    told = [one for one in taken if one is not None]
    return statistics.fmean(told) if len(told) == len(taken) else None


def _write(lines: Lines, found: dict[str, Taken], people: int) -> None:
    constant, raw = found["dynamic constant"], found["dynamic raw"]
    for page in ("list", "school"):
        taken = found[f"dynamic {page}"]
        _cpu(lines, f"{page} page at {people}, dynamic: CPU of the application / constant view", taken, constant)
        _cpu(lines, f"{page} page at {people}, dynamic: CPU of the database / bare data", taken, raw, database=True)
    _cpu(lines, f"bare data at {people}: CPU of the application / constant view", raw, constant)
    constant = found["cached constant"]
    for page in ("list", "school"):
        taken = found[f"cached {page}"]
        _rate(lines, f"{page} page at {people}, cached: requests / constant view", taken, constant)
        _cpu(lines, f"{page} page at {people}, cached: CPU of the application / constant view", taken, constant)


def _cpu(lines: Lines, case: str, taken: Taken, limit: Taken, *, database: bool = False) -> None:
    """Seconds of the processors for a thousand requests."""
    ours, theirs = (taken.database_ms, limit.database_ms) if database else (taken.app_ms, limit.app_ms)
    if ours is None or theirs is None:
        note(f"{case}: this system does not tell the time of the processors")
        _rate(lines, f"{case} (by the clock)", taken, limit)
        return
    lines.write(case, rows=THOUSAND, seconds=ours, limit=theirs, **_more(taken))


def _rate(lines: Lines, case: str, taken: Taken, limit: Taken) -> None:
    """Seconds by the clock for a thousand requests."""
    lines.write(
        case,
        rows=THOUSAND,
        seconds=THOUSAND / taken.a_second,
        limit=THOUSAND / limit.a_second,
        times_the_limit=round(taken.a_second / limit.a_second, 2),
        limit_per_second=round(limit.a_second),
        **_more(taken),
    )


def _more(taken: Taken) -> dict[str, float]:
    return {
        "per_second": round(taken.a_second),
        "p50_ms": round(taken.p50_ms, 1),
        "p99_ms": round(taken.p99_ms, 1),
    }
