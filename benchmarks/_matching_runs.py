"""Matching through the database (P15): a whole run beside reading the open needs and writing its lines by COPY, which nobody can
do without; and confirming it, line by line through the door that a promise takes."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks._base import rows_of, sql
from benchmarks._matching import _TYPES
from benchmarks._measuring import Lines, in_turns, note, seconds_of
from donations.actions.confirm_matching import confirm_matching
from donations.actions.start_matching import start_matching
from donations.matching import propose
from donations.matching_runs import compute
from donations.matching_work import calculated, given_of, weights_for
from donations.models import MatchingLine, MatchingRun, Wish
from ksbb.authority.actors import Actor
from recipients.ranking import VERDICT
from tests.factories.accounts import somebody
from tests.factories.donations import donor_of

GIVERS = 50
# So many lines are confirmed: the rest would only take longer.
CONFIRMED = 300
_READ = f"""
COPY (SELECT n.school_id, n.need_class, n.turn, a.points, n.lot, n.id FROM recipients_need n {VERDICT} WHERE n.state = 'open')
TO STDOUT (FORMAT BINARY)
"""  # noqa: S608 - names of ours


def runs(lines: Lines, *, people: int, devices: int) -> None:
    """Over everybody who waits, with `devices` in wishes of every size; the base has needs and verdicts."""
    note(f"matching {devices:,} devices among {people:,} …")
    coordinator = somebody("coordinator", codes=("31",))
    _wish(devices)
    first = _run(coordinator)
    rows = _rows(first)
    seconds = in_turns(
        {
            "reading": _read,
            "writing": lambda: _write(rows),
            "whole": lambda: _run(coordinator),
            "plain": lambda: _plain(first),
        }
    )
    limit = seconds["reading"] + seconds["writing"]
    begin = time.process_time()
    calculated(first)
    processor = time.process_time() - begin
    figures = first.figures
    lines.write(
        f"matching run, {devices} devices among {people}: read, calculated with reasons and yardsticks, written",
        rows=people,
        seconds=seconds["whole"],
        limit=limit,
        seconds_reading_needs=round(seconds["reading"], 4),
        seconds_writing_lines=round(seconds["writing"], 4),
        # Read and matched, without the reasons and without the yardsticks beside it.
        seconds_of_the_plan_alone=round(seconds["plain"], 4),
        ratio_of_the_plan_alone=round((seconds["plain"] + seconds["writing"]) / limit, 2),
        # Of this process alone, whatever else the machine does.
        processor_seconds_calculating=round(processor, 3),
        open_needs=figures["needs"],
        lines=len(rows),
        placed=figures["after"]["devices"],
        placed_greedily=figures["greedy"]["devices"],
        objective_to_greedy=round(figures["after"]["objective"] / max(1, figures["greedy"]["objective"]), 5),
        jain=round(figures["after"]["jain"], 4),
        jain_greedy=round(figures["greedy"]["jain"], 4),
        short=figures["after"]["short"],
        destinations=figures["after"]["destinations"],
        destinations_greedy=figures["greedy"]["destinations"],
    )
    _confirm(lines, first, coordinator)


def _wish(devices: int) -> None:
    """Gifts of 1-3, 4-30 and 50-400 devices; six in ten for anywhere, three for a kecamatan, one for a kind of school."""
    dice = random.Random(3)
    areas = [code for (code,) in rows_of("SELECT DISTINCT district_id FROM schools_school ORDER BY 1")]
    givers = [donor_of(somebody("donor")) for _number in range(GIVERS)]
    names, shares = [name for name, _share in _TYPES], [share for _name, share in _TYPES]
    day, now = timezone.localdate() + timedelta(days=21), timezone.now()
    made, left = [], devices
    while left:
        low, high = dice.choices([(1, 3), (4, 30), (50, 400)], weights=[80, 17, 3])[0]
        quantity = min(left, dice.randint(low, high))
        left -= quantity
        wished = dice.random()
        made.append(
            Wish(
                donor=dice.choice(givers), device_type=dice.choices(names, weights=shares)[0], condition="new",
                quantity=quantity, region=dice.choice(areas) if wished < 0.3 else "", form="SMP" if wished > 0.9 else "",
                proposed_on=day, signed_name="Penanda Bangku", promised_at=now, promised_by_id=0,
            )
        )  # fmt: skip
    Wish.objects.bulk_create(made, batch_size=5_000)
    sql("ANALYZE donations_wish")


def _run(coordinator: Actor) -> MatchingRun:
    run = start_matching(region="31", actor=coordinator)
    compute(run.public_id)
    run.refresh_from_db()
    return run


def _plain(run: MatchingRun) -> None:
    given = given_of(run)
    propose(given.supply, given.demand, weights_for(run), seed=run.seed, compare=False)


def _read() -> None:
    with connection.cursor() as cursor, cursor.copy(_READ) as copy:
        b"".join(bytes(part) for part in copy)


def _rows(run: MatchingRun) -> list[tuple[Any, ...]]:
    names = "public_id, run_id, region, wish_id, school_id, need_class, device_type, quantity, why::text"
    found = rows_of(f"SELECT {names} FROM donations_matchingline WHERE run_id = %s", [run.pk])  # noqa: S608 - names of ours
    sql(f"CREATE TEMP TABLE IF NOT EXISTS bare_line AS SELECT {names} FROM donations_matchingline LIMIT 0")  # noqa: S608
    return found


def _write(rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY bare_line FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _confirm(lines: Lines, run: MatchingRun, coordinator: Actor) -> None:
    """Each line is a pledge with its reservation, trail and messages; all in one transaction."""
    chosen = list(MatchingLine.objects.filter(run=run).order_by("pk").values_list("pk", flat=True)[:CONFIRMED])
    seconds = seconds_of(lambda: confirm_matching(run=run, actor=coordinator, chosen=chosen))
    lines.write(
        "confirming a run: pledges made", rows=len(chosen), seconds=seconds, a_second=round(len(chosen) / seconds, 1)
    )
