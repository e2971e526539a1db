"""Status changes with the log of counts behind them, beside the same UPDATE of a table that nobody counts."""

from __future__ import annotations

import random
import statistics
import time
from functools import partial

from django.db import transaction

from benchmarks._base import rows_of, sql
from benchmarks._crowds import Outcome, Step, bare, crowd
from benchmarks._measuring import Lines, in_turns, note, repeats
from recipients.actions import settle
from recipients.actions.fold_tallies import fold_tallies
from recipients.models import COUNTED, NeedClass
from recipients.statistics import figures, figures_of_schools, recount

CLIENTS, THOUSAND, LOOKS = 8, 1_000, 20
# Open becomes reserved and the other way round, in one statement: what every change of a need comes down to.
_SWITCH = """
UPDATE {table} SET state = CASE state WHEN 'open' THEN 'reserved' ELSE 'open' END,
       reserved_at = CASE state WHEN 'open' THEN now() END, promised_rank = CASE state WHEN 'open' THEN 0 END,
       updated_at = now()
WHERE id = %s AND state IN ('open', 'reserved')
"""


def counters(lines: Lines, *, people: int, seconds: float) -> None:
    """Eight clients; a fold every third of a second meanwhile, and nothing may have drifted at the end."""
    sql("CREATE TABLE bare_need (LIKE recipients_need INCLUDING ALL)")
    sql("INSERT INTO bare_need SELECT * FROM recipients_need")
    sql("VACUUM (ANALYZE) bare_need")
    needs = [need for (need,) in rows_of("SELECT id FROM recipients_need WHERE state = 'open'")]
    schools = [school for (school,) in rows_of("SELECT DISTINCT school_id FROM recipients_need WHERE state = 'open'")]
    steps: dict[str, Step] = {
        "bare": partial(_switch, _SWITCH.format(table="bare_need"), needs),
        "counted": partial(_switch, _SWITCH.format(table="recipients_need"), needs),
        "doors": partial(_through_the_doors, schools),
    }
    found: dict[str, list[Outcome]] = {name: [] for name in steps}
    note(f"changes by {CLIENTS} clients among {people:,} people …")
    with crowd(CLIENTS, steps) as clients:
        for name in steps:
            clients.once(name)
        for _round in range(repeats()):
            for name, rounds in found.items():
                rounds.append(clients.during(name, seconds, meanwhile=_fold_now_and_then))
    drift = _drift()
    for name, words in (
        ("counted", "the UPDATE with its counts"),
        ("doors", "promised and released through the doors"),
    ):
        _write(lines, f"{words}, {CLIENTS} clients among {people}", found[name], found["bare"], drift)
    _dashboard(lines, people, needs)


def _switch(statement: str, needs: list[int], _number: int, _turn: int) -> str:
    return "done" if bare().execute(statement, [random.choice(needs)]).rowcount else "gone"


def _through_the_doors(schools: list[int], _number: int, _turn: int) -> str:
    """A need is promised and let go: two changes in two transactions, with everything that follows from them."""
    with transaction.atomic():
        needs = settle.promise(school_id=random.choice(schools), need_class=NeedClass.STUDENT_DEVICE, quantity=1)
    if not needs:
        return "gone"
    with transaction.atomic():
        settle.release(needs)
    return "done"


def _fold_now_and_then() -> None:
    fold_tallies()
    time.sleep(0.3)


def _drift() -> int:
    """How many (school, class, state) differ between the folded counts, the live ones and the needs themselves."""
    while fold_tallies():
        pass
    true = recount()
    live = figures_of_schools(sorted({school for school, _class in true}))
    folded = {
        (school, need_class): counts
        for school, need_class, *counts in rows_of(
            f"SELECT school_id, need_class, {', '.join(COUNTED)} FROM recipients_needtally"
        )
    }
    return sum(
        (live[key] != right) + (folded[key] != [getattr(right, state) for state in COUNTED])
        for key, right in true.items()
    )


def _write(lines: Lines, case: str, rounds: list[Outcome], limits: list[Outcome], drift: int) -> None:
    ours, theirs = _a_second(rounds), _a_second(limits)
    words = sum((one.words for one in rounds), rounds[0].words - rounds[0].words)
    lines.write(
        case,
        rows=THOUSAND,
        seconds=THOUSAND / ours,
        limit=THOUSAND / theirs,
        per_second=round(ours),
        limit_per_second=round(theirs),
        share_of_limit=round(ours / theirs, 3),
        database_cpu_ms=_cpu_ms(rounds),
        limit_database_cpu_ms=_cpu_ms(limits),
        answers=dict(words),
        deadlocks=words["DeadlockDetected"],
        drift=drift,
    )


def _a_second(rounds: list[Outcome]) -> float:
    return max(0.001, statistics.median(one.words["done"] / one.seconds for one in rounds))


def _cpu_ms(rounds: list[Outcome]) -> float | None:
    spent = [one.database_cpu for one in rounds]
    return (
        None
        if None in spent
        else round(sum(map(float, filter(None, spent))) / sum(one.count for one in rounds) * 1000, 3)
    )


def _dashboard(lines: Lines, people: int, needs: list[int]) -> None:
    """The four numbers of everywhere, beside one row by its primary key."""
    key = "SELECT * FROM recipients_need WHERE id = %s"
    took = in_turns(
        {
            "figures": lambda: [figures() for _look in range(LOOKS)],
            "key": lambda: [rows_of(key, [random.choice(needs)]) for _look in range(LOOKS)],
        }
    )
    lines.write(
        f"reading the four numbers of everywhere among {people}", rows=LOOKS, seconds=took["figures"], limit=took["key"]
    )
