"""What happens to devices, counted by a log of changes: handed over, verified, promised; beside the same without the log."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks import _reports
from benchmarks._base import rows_of, sql
from benchmarks._crowds import Outcome, Step, bare, crowd
from benchmarks._measuring import Lines, note, repeats
from benchmarks._promising import Givers, forget
from donations.actions.fold_flows import fold_flows
from donations.flows import counted, flows_by_month, recount
from donations.models.flow import FLOWS
from ksbb.common.fragments import forget_all, kept
from recipients.statistics import figures
from schools.models import School
from verification.figures import EVERYWHERE, figure_cube

CLIENTS, THOUSAND, LOOKS = 8, 1_000, 60
LEAST_SHARE, MOST_LOOK_UPS = 0.6, 5.0
# A handover takes place and does not, a report is verified and is not: in one statement all its units, behind the lock of
# their handover, as the doors do; without it two clients at one handover can wait for each other.
_HANDED = """
UPDATE {table} SET state = CASE state WHEN 'scheduled' THEN 'handed_over' ELSE 'scheduled' END,
       handed_over_at = CASE state WHEN 'scheduled' THEN now() END, updated_at = now()
FROM (SELECT id AS door FROM donations_handover WHERE id = %s FOR UPDATE) one
WHERE handover_id = door AND state IN ('scheduled', 'handed_over')
"""
_VERIFIED = """
UPDATE {table} SET verified_at = CASE WHEN verified_at IS NULL THEN now() END, updated_at = now()
FROM (SELECT id AS door FROM donations_handover WHERE id = %s FOR UPDATE) one
WHERE handover_id = door AND state = 'handed_over'
"""
TABLE, BARE = "donations_allocation", "bare_allocation"


def flowing(lines: Lines, *, reports: int, seconds: float) -> None:
    """Eight clients; a fold every third of a second meanwhile, and nothing may have drifted at the end."""
    with _reports.grown(reports):
        sql(f"CREATE TABLE {BARE} (LIKE {TABLE} INCLUDING ALL)")
        sql(f"INSERT INTO {BARE} SELECT * FROM {TABLE}")
        sql(f"VACUUM (ANALYZE) {BARE}")
        waiting = [one for (one,) in rows_of("SELECT handover_id FROM verification_report WHERE state = 'submitted'")]
        done = [one for (one,) in rows_of("SELECT id FROM donations_handover WHERE state = 'done'")]
        found = _changes({"handed over": (_HANDED, done), "verified": (_VERIFIED, waiting)}, seconds)
        drift = _drift()
        for name in ("handed over", "verified"):
            _write(lines, f"devices {name}, {CLIENTS} clients among {reports} reports", found, name, drift)
        _readings(lines, reports)


def _changes(kinds: dict[str, tuple[str, list[int]]], seconds: float) -> dict[str, list[Outcome]]:
    steps: dict[str, Step] = {}
    for name, (statement, handovers) in kinds.items():
        steps[name] = partial(_switch, statement.format(table=TABLE), handovers)
        steps[f"{name}, bare"] = partial(_switch, statement.format(table=BARE), handovers)
    found: dict[str, list[Outcome]] = {name: [] for name in steps}
    with crowd(CLIENTS, steps) as clients:
        for name in steps:
            clients.once(name)
        for turn in range(repeats()):
            note(f"devices handed over and verified by {CLIENTS} clients, round {turn + 1} …")
            for name, rounds in found.items():
                rounds.append(clients.during(name, seconds, meanwhile=_fold_now_and_then))
    return found


def _switch(statement: str, handovers: list[int], _number: int, _turn: int) -> str:
    return "done" if bare().execute(statement, [random.choice(handovers)]).rowcount else "gone"


def _fold_now_and_then() -> None:
    fold_flows()
    time.sleep(0.3)


def _drift() -> int:
    """How many (school, kind, month) differ between the folded sums, the live ones and the units themselves."""
    live = counted()
    while fold_flows():
        pass
    true = recount()
    names = ", ".join(FLOWS)
    nothing = " AND ".join(f"{flow} = 0" for flow in FLOWS)
    statement = f"SELECT school_id, device_type, month, {names} FROM donations_flowtally WHERE NOT ({nothing})"  # noqa: S608
    folded = {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in rows_of(statement)}
    return sum(live.get(key) != true.get(key) or folded.get(key) != true.get(key) for key in {*live, *true, *folded})


def _write(lines: Lines, case: str, found: dict[str, list[Outcome]], name: str, drift: int) -> None:
    ours, theirs = found[name], found[f"{name}, bare"]
    words = sum((one.words for one in ours), ours[0].words - ours[0].words)
    share = _a_second(ours, "done") / _a_second(theirs, "done")
    spent, bare_spent = _spent_ms(ours), _spent_ms(theirs)
    judged = bare_spent / spent if spent and bare_spent else share
    lines.write(
        f"{case}: with the log / without",
        rows=THOUSAND,
        seconds=THOUSAND / _a_second(ours, "done"),
        limit=THOUSAND / _a_second(theirs, "done"),
        per_second=round(_a_second(ours, "done")),
        limit_per_second=round(_a_second(theirs, "done")),
        share_of_limit=round(share, 3),
        share_of_limit_best=round(_best(ours, "done") / _best(theirs, "done"), 3),
        share_of_limit_cpu=round(judged, 3),
        database_cpu_ms=_cpu_ms(ours),
        limit_database_cpu_ms=_cpu_ms(theirs),
        answers=dict(words),
        deadlocks=words["DeadlockDetected"],
        drift=drift,
        goal=f"at least {LEAST_SHARE} of it by the time of the processors, 0 deadlocks, 0 drift",
        ok=judged >= LEAST_SHARE and not drift and not words["DeadlockDetected"],
    )


def _a_second(rounds: list[Outcome], word: str) -> float:
    return max(0.001, statistics.median(one.words[word] / one.seconds for one in rounds))


def _best(rounds: list[Outcome], word: str) -> float:
    return max(0.001, *(one.words[word] / one.seconds for one in rounds))


def _cpu_ms(rounds: list[Outcome]) -> float | None:
    """Of the database's processes, for one step."""
    spent = [one.database_cpu for one in rounds]
    if None in spent:
        return None
    return round(sum(map(float, filter(None, spent))) / max(1, sum(one.count for one in rounds)) * 1000, 3)


def _spent_ms(rounds: list[Outcome]) -> float | None:
    """Of the clients and the database, for one step: what a rate comes down to when nobody else is there."""
    database = _cpu_ms(rounds)
    if database is None:
        return None
    return database + sum(one.app_cpu for one in rounds) / max(1, sum(one.count for one in rounds)) * 1000


def _readings(lines: Lines, reports: int) -> None:
    """What /angka/ reads: the cells as the process keeps them for half a minute; then what making them anew costs."""
    [[first, last]] = rows_of("SELECT min(id), max(id) FROM donations_allocation")
    key = "SELECT * FROM donations_allocation WHERE id = %s"
    readings = {
        "the four numbers of /angka/, as kept": _kept_numbers,
        "the four numbers of everywhere, live": figures,
        "all cells of /angka/ made anew": figure_cube,
        "the months of /angka/, live": flows_by_month,
    }
    for name, read in readings.items():
        read()
        ours, keys = [], []
        for _look in range(LOOKS if "kept" in name else 1 + LOOKS // 4):
            ours.append(_taken(read))
            keys.append(_taken(partial(rows_of, key, [random.randint(first, last)])))
        least = min(ours) / min(keys)
        goal: dict[str, Any] = {
            "goal": f"at most {MOST_LOOK_UPS:g} look-ups, of the quickest",
            "ok": least <= MOST_LOOK_UPS,
        }
        lines.write(
            f"{name}, among {reports} reports / a look-up", rows=1, seconds=statistics.median(ours),
            limit=statistics.median(keys), least_ms=round(min(ours) * 1000, 3), limit_least_ms=round(min(keys) * 1000, 3),
            ratio_least=round(least, 2), **(goal if "kept" in name else {}),
        )  # fmt: skip
    forget_all()


def _taken(step: Callable[[], object]) -> float:
    """Without tidying up before: that alone would take a hundred look-ups."""
    begin = time.perf_counter()
    step()
    return time.perf_counter() - begin


def _kept_numbers() -> object:
    from django.conf import settings  # noqa: PLC0415

    # As in production; the tests' settings keep nothing.
    settings.FACET_CACHE_SECONDS = 30
    try:
        return kept("figure-cube", (), figure_cube).told(EVERYWHERE)
    finally:
        settings.FACET_CACHE_SECONDS = 0


def promising(lines: Lines, *, people: int, seconds: float) -> None:
    """Promises through the whole action with the log's triggers and without them, in turns; `people` are there."""
    schools = [
        pk
        for (pk,) in rows_of("SELECT school_id FROM recipients_needtally WHERE open > 1 ORDER BY open DESC LIMIT 5000")
    ]
    givers = Givers(list(School.objects.filter(pk__in=schools).defer("address")))
    triggers = [name for (name,) in rows_of(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'donations_allocation'::regclass AND tgname LIKE 'pgtrigger_flow%%'"
    )]  # fmt: skip
    sql('CREATE TABLE IF NOT EXISTS bare_stock (id int PRIMARY KEY, "left" int NOT NULL)')
    found: dict[str, list[Outcome]] = {"ENABLE": [], "DISABLE": []}
    with crowd(CLIENTS, {"promise": givers.promise}) as many:
        many.once("promise")
        for turn in range(repeats()):
            note(f"promises with the log and without, round {turn + 1} …")
            for how, rounds in found.items():
                for trigger in triggers:
                    sql(f"ALTER TABLE {TABLE} {how} TRIGGER {trigger}")
                rounds.append(many.during("promise", seconds))
                forget()
    ours, theirs = found["ENABLE"], found["DISABLE"]
    words = sum((one.words for one in ours), ours[0].words - ours[0].words)
    share = _a_second(ours, "promised") / _a_second(theirs, "promised")
    lines.write(
        f"promises, {CLIENTS} clients among {people} people: with the log of flows / without",
        rows=THOUSAND,
        seconds=THOUSAND / _a_second(ours, "promised"),
        limit=THOUSAND / _a_second(theirs, "promised"),
        share_of_limit=round(share, 3),
        share_of_limit_best=round(_best(ours, "promised") / _best(theirs, "promised"), 3),
        database_cpu_ms=_cpu_ms(ours),
        limit_database_cpu_ms=_cpu_ms(theirs),
        answers=dict(words),
        deadlocks=words["DeadlockDetected"],
    )
