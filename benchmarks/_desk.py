"""The validator's queue and a report's page among many reports, beside the same among a tenth of them.

Once as statements: the page is fetched through its address, what it asks is written down and asked again in a transaction that is
rolled back. And once as the whole page through Django's test client. Both bases stand at the same time and are asked in turns.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks import _base, _reports
from benchmarks._crowds import processor_seconds
from benchmarks._measuring import Lines, note, repeats, seconds_of
from benchmarks._statements import Asked, replay, written_down
from ksbb.accounts.middleware import SESSION_KEY
from ksbb.accounts.models import User
from ksbb.authority.actors import Actor
from ksbb.common.paging import PARAMETER, page_of
from verification.models import Report
from verification.queue import BY_RISK

MOST_SLOWER = 1.3
PLACES = 3
# How often in a round; among FEW reports once is enough.
TIMES, FEW = 7, 1_000
FIRST, DEEP, REPORT = "queue, first page", "queue, page in the middle", "report page"


@dataclass
class Side:
    """One base with its pages; `database` is a connection of its own, for statements."""

    name: str
    database: Any
    browser: Client
    paths: dict[str, list[str]]
    statements: dict[str, list[list[Asked]]] = field(default_factory=dict)
    replayed: dict[str, list[float]] = field(default_factory=dict)
    fetched: dict[str, list[float]] = field(default_factory=dict)
    # Of the processors by the database, for all that was asked again.
    spent: dict[str, float] = field(default_factory=dict)


def desk(lines: Lines, *, small: int, large: int) -> None:
    """At both sizes in turns; the limit is the small one."""
    with ExitStack() as stack:
        sides = [stack.enter_context(_side(reports)) for reports in (small, large)]
        for turn in range(repeats()):
            note(f"desk, round {turn + 1} …")
            for _time in range(TIMES if large > FEW else 1):
                for side in sides:
                    _replay_all(side)
            for side in sides:
                _fetch_all(side, TIMES if large > FEW else 1)
        for name in (FIRST, DEEP, REPORT):
            _write(lines, name, sides, small=small, large=large)


@contextmanager
def _side(reports: int) -> Iterator[Side]:
    with _reports.grown(reports):
        actor = _reports.validator()
        database = connection.copy()
        database.ensure_connection()
        side = Side(_base.here(), database, signed_in(actor), _paths(actor))
        for name, paths in side.paths.items():
            side.statements[name] = [_sent(side.browser, path) for path in paths]
            side.replayed[name], side.fetched[name] = [], []
        try:
            yield side
        finally:
            database.close()


def signed_in(actor: Actor) -> Client:
    """A browser in which `actor` is signed in, in this role."""
    browser = Client()
    assert actor.user_id is not None
    browser.force_login(User.objects.get(pk=actor.user_id))
    session = browser.session
    session[SESSION_KEY] = actor.membership_id
    session.save()
    return browser


def _paths(actor: Actor) -> dict[str, list[str]]:
    """The page in the middle is asked for as a reader would who has turned half of all pages."""
    first = reverse("verification:report_list")
    waiting = Report.objects.waiting().order_by(*BY_RISK)
    middle = waiting.values("pk")[waiting.count() // 2 :][:2]
    cursor = page_of(waiting.filter(pk__in=list(middle.values_list("pk", flat=True))), *BY_RISK, size=1).after
    some = _reports.waiting(PLACES)
    return {
        FIRST: [first],
        DEEP: [f"{first}?{PARAMETER}={cursor}"],
        REPORT: [reverse("verification:report_detail", args=[report.public_id]) for report in some],
    }


def _sent(browser: Client, path: str) -> list[Asked]:
    with written_down() as sent:
        response = browser.get(path)
    if response.status_code != 200:
        raise SystemExit(f"bench: {path} answered {response.status_code}")
    return sent


def _replay_all(side: Side) -> None:
    with side.database.connection.cursor() as cursor:
        backend = side.database.connection.info.backend_pid
        for name, places in side.statements.items():
            cursor.execute("BEGIN")
            before = processor_seconds(backend) or 0.0
            for statements in places:
                side.replayed[name].append(replay(cursor, statements))
            side.spent[name] = side.spent.get(name, 0.0) + (processor_seconds(backend) or 0.0) - before
            cursor.execute("ROLLBACK")


def _fetch_all(side: Side, times: int) -> None:
    with _base.inside(side.name):
        for name, paths in side.paths.items():
            side.browser.get(paths[0])
            some = (paths * times)[:times]
            side.fetched[name] += [seconds_of(partial(side.browser.get, path)) for path in some]


def _write(lines: Lines, name: str, sides: list[Side], *, small: int, large: int) -> None:
    """Judged by the quickest of each, which other programs disturb least; both are told."""
    near, far = sides
    cpu = {
        "database_cpu_ms": round(far.spent[name] / len(far.replayed[name]) * 1000, 2),
        "limit_database_cpu_ms": round(near.spent[name] / len(near.replayed[name]) * 1000, 2),
    }
    for how, ours, theirs in (
        ("its statements", far.replayed[name], near.replayed[name]),
        ("through the test client", far.fetched[name], near.fetched[name]),
    ):
        least = min(ours) / min(theirs)
        lines.write(
            f"{name}, {how}: {large} reports / {small}",
            rows=large,
            seconds=statistics.median(ours),
            limit=statistics.median(theirs),
            least_ms=round(min(ours) * 1000, 3),
            limit_least_ms=round(min(theirs) * 1000, 3),
            ratio_least=round(least, 2),
            statements=len(far.statements[name][0]),
            times=len(ours),
            goal=f"at most {MOST_SLOWER} times, of the quickest",
            ok=least <= MOST_SLOWER,
            **(cpu if how == "its statements" else {}),
        )
