"""What the pages of finding ask of the database, beside one row by its primary key.

A page is asked for through its address, what it asks of the database is written down, and asked again without Python in between.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils.http import urlencode

from benchmarks import _counts
from benchmarks._base import rows_of
from benchmarks._measuring import Lines, note
from benchmarks._statements import Asked, replay, written_down
from donations.forms.filters import NeedFilter
from ksbb.common.paging import PARAMETER, page_of

# How often each case is asked, or for how many seconds at most; in how many places. Among FEW people five times are enough.
TIMES, SECONDS, PLACES = 60, 0.6, 2
FEW = 20_000
ORDERS = {"priority": "", "unmet share": "belum", "size": "banyak", "distance": "dekat"}
HERE = {"lat": "-6.2", "lon": "106.8"}


class Case(NamedTuple):
    """The same thing in some places; `statements` of each place are asked one after the other."""

    name: str
    places: list[list[Asked]]


def browse(lines: Lines, *, people: int) -> None:
    """Lines for all cases at this size; the limit is measured again beside each."""
    _counts.build(people)
    note(f"what pages ask among {people:,} people …")
    for case in _cases():
        _measure(lines, case, people)


def growth(lines: Lines, small: int, large: int) -> None:
    """The same case at two sizes: what is asked must cost the same."""
    end = f" at {small}"
    there = {line["case"] for line in lines.written}
    for line in [line for line in lines.written if line["case"].endswith(end)]:
        name = line["case"].removesuffix(end)
        # Not everywhere is there a page in the middle.
        if f"{name} at {large}" in there:
            ours = lines.seconds_of(f"{name} at {large}")
            lines.write(f"growth from {small} to {large}: {name}", rows=1, seconds=ours, limit=float(line["seconds"]))


def _cases() -> Iterator[Case]:
    for words, filters in _filters().items():
        for order, value in ORDERS.items():
            asked = [one | ({"urut": value} if value else {}) | (HERE if value == "dekat" else {}) for one in filters]
            yield Case(f"{words}, by {order}, first page", [[_list_of(one)] for one in asked])
            deep = [[_list_of(one | {PARAMETER: cursor})] for one in asked if (cursor := _middle(one))]
            if deep:
                yield Case(f"{words}, by {order}, middle page", deep)
    schools = [npsn for (npsn,) in rows_of("SELECT npsn FROM schools_school ORDER BY random() LIMIT %s", [PLACES])]
    district = rows_of("SELECT code FROM territories_territory WHERE level = 'district' ORDER BY random() LIMIT 1")[0][
        0
    ]
    yield Case("numbers of this moment of a page's rows", [[_only(_sent("/kebutuhan/"), "= ANY")]])
    yield Case("sums per kecamatan, everywhere", [[_only(_sent("/kebutuhan/"), "GROUP BY 1 ORDER BY 1")]])
    yield Case("sums of one kecamatan", [[_only(_sent(f"/kebutuhan/?kecamatan={district}"), "GROUP BY 1 ORDER BY 1")]])
    yield Case("sums per kecamatan, of SMP", [[_only(_sent("/kebutuhan/?jenjang=SMP"), "GROUP BY 1 ORDER BY 1")]])
    yield Case("a school's page, all it asks", [_sent(f"/kebutuhan/{npsn}/") for npsn in schools])
    yield Case("a kecamatan's page, all it asks", [_sent(f"/kebutuhan/wilayah/{district}/")])
    yield Case("points of the map, everywhere", [_sent("/kebutuhan/titik.json")])
    yield Case("points of the map, one kecamatan", [_sent(f"/kebutuhan/titik.json?kecamatan={district}")])


def _filters() -> dict[str, list[dict[str, str]]]:
    """Words → what is asked for, in some places."""

    def codes(level: str) -> list[str]:
        statement = (
            "SELECT t.code FROM territories_territory t WHERE t.level = %s AND EXISTS (SELECT 1 FROM schools_school s "
            "WHERE s.village_id LIKE t.code || '%%') ORDER BY random() LIMIT %s"
        )
        return [code for (code,) in rows_of(statement, [level, PLACES])]

    villages = codes("village")
    return {
        "everywhere": [{}],
        "a kota": [{"kota": code} for code in codes("city")],
        "a kecamatan": [{"kecamatan": code} for code in codes("district")],
        "a kelurahan": [{"kecamatan": code[:8], "kelurahan": code} for code in villages],
        "jenjang": [{"jenjang": level} for level in ("SD", "SMP")],
        "status": [{"status": "swasta"}],
        "for teachers": [{"untuk": "teacher_computer"}],
        "a device": [{"gawai": "laptop"}, {"gawai": "pc"}],
        "a name": [{"cari": "ukur 77"}, {"cari": "sd negeri 1"}],
        "a kota, SMP, pupils": [{"kota": code, "jenjang": "SMP", "untuk": "student_device"} for code in codes("city")],
    }


def _list_of(asked: dict[str, str]) -> Asked:
    """The statement that reads the page's rows."""
    return _only(_sent(f"/kebutuhan/?{urlencode(asked)}"), "LIMIT 26")


def _only(sent: list[Asked], part: str) -> Asked:
    return next(one for one in sent if part in one.sql)


def _middle(asked: dict[str, str]) -> str:
    """Where a reader stands who has turned half of all pages."""
    wanted = NeedFilter(QueryDict(urlencode(asked)))
    rows = wanted.tallies()
    half = rows.count() // 2
    return page_of(rows, *wanted.order, size=half).after if half else ""


def _sent(path: str) -> list[Asked]:
    """What the page at `path` asks of the database."""
    with written_down() as sent:
        response = Client().get(path)
    if response.status_code != 200:
        raise SystemExit(f"bench: {path} answered {response.status_code}")
    return sent


def _measure(lines: Lines, case: Case, people: int) -> None:
    [[last]] = rows_of("SELECT max(id) FROM recipients_needtally")
    key = "SELECT * FROM recipients_needtally WHERE id = %s"
    ours: list[float] = []
    keys: list[float] = []
    with connection.connection.cursor() as cursor:
        for statements in case.places:
            replay(cursor, statements)
        until = time.perf_counter() + SECONDS
        while len(ours) < (TIMES if people > FEW else 5) and (time.perf_counter() < until or len(ours) < 5):
            ours.append(replay(cursor, case.places[len(ours) % len(case.places)]))
            keys.append(replay(cursor, [Asked(key, [random.randint(1, last)])]))
    at = {"ours": (_share(ours, 50), _share(ours, 99)), "key": (_share(keys, 50), _share(keys, 99))}
    lines.write(
        f"{case.name} at {people}",
        rows=1,
        seconds=at["ours"][0],
        limit=at["key"][0],
        p50_ms=round(at["ours"][0] * 1000, 3),
        p99_ms=round(at["ours"][1] * 1000, 3),
        limit_p50_ms=round(at["key"][0] * 1000, 3),
        limit_p99_ms=round(at["key"][1] * 1000, 3),
        ratio_p99=round(at["ours"][1] / at["key"][1], 2),
        least_ms=round(min(ours) * 1000, 3),
        limit_least_ms=round(min(keys) * 1000, 3),
        ratio_least=round(min(ours) / min(keys), 2),
        statements=len(case.places[0]),
        times=len(ours),
    )


def _share(taken: list[float], percent: int) -> float:
    return sorted(taken)[min(len(taken) - 1, len(taken) * percent // 100)]
