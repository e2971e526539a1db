"""Promises through the whole action (needs, counts, trail, outbox), beside the bare INSERT and UPDATE of the same clients."""

from __future__ import annotations

import random
import statistics
import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from benchmarks._base import rows_of, sql
from benchmarks._crowds import Outcome, Step, bare, crowd
from benchmarks._measuring import Lines, note, repeats
from donations.actions.pledge import pledge
from donations.holding import NotEnoughLeft
from donations.models import Donor
from donations.offers import Offer
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.common.refusals import Refused
from recipients.actions.fold_tallies import fold_tallies
from recipients.models import NeedClass
from schools.models import School
from tests.factories.accounts import UserFactory, somebody
from tests.factories.donations import donor_of, people_at, school_at

DONORS, UNITS, WIDE = 100, 10, 10_000
WIDTHS = (1, 10, 100)
# Of a thousand, for lines that compare.
THOUSAND = 1_000


class Givers:
    """A hundred people who give, and the schools that they may choose from."""

    def __init__(self, schools: list[School]) -> None:
        self.people: list[tuple[Actor, Donor]] = []
        for _number in range(DONORS):
            actor = somebody("donor")
            self.people.append((actor, donor_of(actor)))
        self.schools = schools
        self.day: date = timezone.localdate() + timedelta(days=7)

    def promise(self, number: int, _turn: int) -> str:
        """One or two tablets for a school of the many."""
        return self._promise(number, random.choice(self.schools), random.randint(1, 2))

    def promise_one(self, number: int, _turn: int) -> str:
        """One tablet for the one school."""
        return self._promise(number, self.schools[0], 1)

    def _promise(self, number: int, school: School, quantity: int) -> str:
        actor, donor = self.people[number]
        offers = [Offer(NeedClass.STUDENT_DEVICE, "tablet", "new", quantity)]
        try:
            pledge(
                donor=donor, school=school, offers=offers, proposed_on=self.day, signed_name="Penanda Tangan Ukur",
                request_key=uuid.uuid4(), actor=actor,
            )  # fmt: skip
        except NotEnoughLeft:
            return "none left"
        except Refused:
            return "busy"
        return "promised"


def insert(number: int, _turn: int) -> str:
    """The limit of a promise: one row, committed."""
    bare().execute("INSERT INTO bare_pledge (donor, school, quantity) VALUES (%s, %s, 1)", [number, number])
    return "promised"


def take(_number: int, _turn: int) -> str:
    """One unit of one of the many stocks."""
    return _take(random.randint(1, WIDE))


def take_hot(_number: int, _turn: int) -> str:
    """One unit of the one stock."""
    return _take(0)


def _take(stock: int) -> str:
    done = bare().execute('UPDATE bare_stock SET "left" = "left" - 1 WHERE id = %s AND "left" >= 1', [stock])
    return "promised" if done.rowcount else "none left"


def rates(lines: Lines, *, people: int, seconds: float) -> None:
    """Promises a second at 1, 10 and 100 connections, over all schools."""
    schools = [pk for (pk,) in rows_of(
        "SELECT school_id FROM recipients_needtally WHERE open > 1 AND need_class = 'student_device' "
        "ORDER BY open DESC LIMIT 5000"
    )]  # fmt: skip
    givers = Givers(list(School.objects.filter(pk__in=schools).defer("address")))
    _members(givers.schools)
    _bare_tables()
    steps: dict[str, Step] = {"whole": givers.promise, "insert": insert, "update": take}
    for width in WIDTHS:
        note(f"promises at {width} connections …")
        found: dict[str, list[Outcome]] = {name: [] for name in steps}
        with crowd(width, steps) as many:
            for name in steps:
                many.once(name)
            for _round in range(repeats()):
                for name, rounds in found.items():
                    rounds.append(many.during(name, seconds))
                forget()
        case = f"promises at {width} connections among {people}"
        for limit, words in (("insert", "bare INSERT"), ("update", "bare conditional UPDATE")):
            _beside(lines, f"{case} / {words}", found["whole"], found[limit])


def _beside(lines: Lines, case: str, whole: list[Outcome], limit: list[Outcome]) -> None:
    ours, theirs = _a_second(whole), _a_second(limit)
    taken = sorted(each for one in whole for each in one.taken)
    lines.write(
        case,
        rows=THOUSAND,
        seconds=THOUSAND / ours,
        limit=THOUSAND / theirs,
        per_second=round(ours, 1),
        limit_per_second=round(theirs, 1),
        share_of_limit=round(ours / theirs, 3),
        p50_ms=round(taken[len(taken) // 2] * 1000, 1),
        p99_ms=round(taken[len(taken) * 99 // 100] * 1000, 1),
        app_cpu_ms=_cpu_ms(whole, app=True),
        limit_app_cpu_ms=_cpu_ms(limit, app=True),
        database_cpu_ms=_cpu_ms(whole),
        limit_database_cpu_ms=_cpu_ms(limit),
        answers=dict(sum((one.words for one in whole), whole[0].words - whole[0].words)),
    )


def _a_second(rounds: list[Outcome]) -> float:
    """Steps that came to something; a second's worth, the median of the rounds."""
    return max(0.001, statistics.median(one.words["promised"] / one.seconds for one in rounds))


def _cpu_ms(rounds: list[Outcome], *, app: bool = False) -> float | None:
    spent = [one.app_cpu if app else one.database_cpu for one in rounds]
    if None in spent:
        return None
    return round(sum(each or 0.0 for each in spent) / max(1, sum(one.count for one in rounds)) * 1000, 3)


def storm(lines: Lines, *, rounds: int) -> None:
    """A hundred donors want the ten units of one school in one moment, again and again: how many get one too many."""
    school = school_at()
    people_at(school, pupils=UNITS)
    _members([school])
    givers = Givers([school])
    _bare_tables()
    ours: list[Outcome] = []
    limits: list[Outcome] = []
    oversold = undersold = wrong = 0
    note(f"{rounds} rounds of {DONORS} donors on {UNITS} units …")
    with crowd(DONORS, {"whole": givers.promise_one, "update": take_hot}) as many:
        for number in range(rounds):
            ours.append(many.once("whole"))
            [[units, needs, pledges]] = rows_of(_STORM, [school.pk, school.pk, school.pk])
            oversold += max(0, units - UNITS) + max(0, needs - UNITS) + (units - needs if units > needs else 0)
            undersold += max(0, UNITS - pledges)
            wrong += pledges != ours[-1].words["promised"]
            sql('UPDATE bare_stock SET "left" = %s WHERE id = 0', [UNITS])
            limits.append(many.once("update"))
            forget()
            if number % 50 == 49:
                note(f"{number + 1} rounds, {oversold} oversold …")
    fold_tallies()
    _write_storm(lines, ours, limits, oversold=oversold, undersold=undersold, wrong=wrong)


def _write_storm(lines: Lines, ours: list[Outcome], limits: list[Outcome], **more: int) -> None:
    lines.write(
        f"{DONORS} donors on {UNITS} units, settled",
        rows=DONORS,
        seconds=statistics.median(one.seconds for one in ours),
        limit=statistics.median(one.seconds for one in limits),
        rounds=len(ours),
        slowest_ms=round(max(one.seconds for one in ours) * 1000),
        app_cpu_ms=_cpu_ms(ours, app=True),
        database_cpu_ms=_cpu_ms(ours),
        limit_database_cpu_ms=_cpu_ms(limits),
        answers=dict(sum((one.words for one in ours), ours[0].words - ours[0].words)),
        **more,
    )


_STORM = """
SELECT (SELECT count(*) FROM donations_allocation a JOIN donations_pledgeline l ON l.id = a.line_id
        JOIN donations_pledge p ON p.id = l.pledge_id WHERE p.school_id = %s AND a.state = 'reserved'),
       (SELECT count(*) FROM recipients_need WHERE school_id = %s AND state = 'reserved'),
       (SELECT count(*) FROM donations_pledge WHERE school_id = %s AND state = 'committed')
"""


def forget() -> None:
    """As if nobody had promised anything: the next round begins with the same needs."""
    for table in ("donations_allocation", "donations_pledgeline", "donations_pledge"):
        sql(f"DELETE FROM {table}")
    sql("UPDATE recipients_need SET state = 'open', reserved_at = NULL, promised_rank = NULL WHERE state = 'reserved'")
    sql('UPDATE bare_stock SET "left" = 1000000')


def _bare_tables() -> None:
    sql(
        "CREATE TABLE IF NOT EXISTS bare_pledge (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, donor int NOT NULL, "
        "school int NOT NULL, quantity int NOT NULL, at timestamptz NOT NULL DEFAULT now())"
    )
    sql('CREATE TABLE IF NOT EXISTS bare_stock (id int PRIMARY KEY, "left" int NOT NULL CHECK ("left" >= 0))')
    sql("INSERT INTO bare_stock SELECT n, 1000000 FROM generate_series(0, %s) n ON CONFLICT DO NOTHING", [WIDE])


def _members(schools: list[School]) -> None:
    """Every school has somebody who is told of a promise."""
    person: Any = UserFactory.create()
    Membership.objects.bulk_create(
        Membership(user=person, organisation_id=school.organisation_id, role=Role.PRINCIPAL, accepted_at=timezone.now())
        for school in schools
    )
