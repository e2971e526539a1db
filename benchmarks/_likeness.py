"""Copies among evidence: how many are found in each disguise, how many strangers are taken for copies, how long a search takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable
from functools import partial
from random import Random

from django.db import connection

from benchmarks import _base
from benchmarks._measuring import Lines, note, repeats, seconds_of
from benchmarks._pictures import DISGUISES, picture
from ksbb.common.prints import Print

TABLE = "verification_evidenceprint"
# Promise 33: of different pictures fewer than this share may be taken for a copy.
MOST_FALSE = 0.005
COPIES_A_DISGUISE = 500
# How many pictures search the large table, and how long one may take, in seconds.
ASKED, LONGEST = 20, 0.1


def likeness(lines: Lines, *, photos: int, drawn: int) -> None:
    """`photos` stand in the large table; `drawn` are really drawn and compared with one another."""
    with _base.own_database():
        # The prints stand alone here: a million reports around them would measure nothing more.
        for (name,) in _base.rows_of(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'", [TABLE]
        ):
            _base.sql(f'ALTER TABLE {TABLE} DROP CONSTRAINT "{name}"')
        _false_flags(lines, drawn)
        _found_copies(lines, drawn)
        _speed(lines, photos)


def _false_flags(lines: Lines, drawn: int) -> None:
    """Each picture asks whether any of the others is its original."""
    from ksbb.common.prints import kept_prints, questions  # noqa: PLC0415 - after the settings
    from verification.likeness import copies_of  # noqa: PLC0415

    note(f"drawing {drawn} pictures")
    begin = time.perf_counter()
    pictures = (picture(seed) for seed in range(drawn))
    seen = [(kept_prints(one), questions(one)) for one in pictures]
    looking = time.perf_counter() - begin
    with _base.bare(TABLE):
        _keep(kept for kept, _asked in seen)
    note("asking")
    begin = time.perf_counter()
    flagged = [
        seed for seed, (_kept, asked) in enumerate(seen) if {copy.evidence_id for copy in copies_of(asked)} - {seed}
    ]
    share = len(flagged) / drawn
    lines.write(
        "false flags among different pictures", rows=drawn, seconds=time.perf_counter() - begin, false=len(flagged),
        false_percent=round(100 * share, 3), without_print=sum(not kept for kept, _asked in seen),
        drawing_seconds=round(looking, 1), goal="under 0.5 %", ok=share < MOST_FALSE,
    )  # fmt: skip


def _found_copies(lines: Lines, drawn: int) -> None:
    from ksbb.common.prints import questions  # noqa: PLC0415
    from verification.likeness import copies_of  # noqa: PLC0415

    asked = range(min(COPIES_A_DISGUISE, drawn))
    for name, disguise in DISGUISES.items():
        copies = [questions(disguise(picture(seed), Random(seed))) for seed in asked]
        begin = time.perf_counter()
        found = [
            seed in {copy.evidence_id for copy in copies_of(copy)} for seed, copy in zip(asked, copies, strict=True)
        ]
        seconds = time.perf_counter() - begin
        percent = round(100 * sum(found) / len(found), 1)
        lines.write(f"copies found: {name}", rows=len(asked), seconds=seconds, found_percent=percent)


def _speed(lines: Lines, photos: int) -> None:
    """Two prints a photo: as skewed as real ones (a drawn print with a quarter of its bits thrown anew), and evenly random."""
    _base.sql(f"CREATE TABLE pool AS SELECT row_number() OVER () AS n, print FROM {TABLE}")
    _base.sql("ALTER TABLE pool ADD PRIMARY KEY (n)")
    _base.sql("ANALYZE pool")
    some = int(_base.rows_of("SELECT count(*) FROM pool")[0][0])
    skewed = f"(SELECT print FROM pool WHERE n = 1 + g %% {some}) # ({_thrown('a')} & {_thrown('b')})"
    for name, source in (("as skewed as pictures", skewed), ("evenly random", _thrown("a"))):
        note(f"{photos} photos, {name}")
        _base.sql(f"TRUNCATE {TABLE}")
        with _base.bare(TABLE):
            _base.sql(_FILL.format(source=source), [2 * photos])
        _search(lines, photos, name)


def _thrown(salt: str) -> str:
    return f"('x' || substr(md5('{salt}' || g), 1, 16))::bit(64)::bigint"


_FILL = f"""
    INSERT INTO {TABLE} (evidence_id, variant, print, fine, band_0, band_1, band_2, band_3)
    SELECT g / 2, g %% 2, print, decode(md5('c' || g) || md5('d' || g), 'hex'),
           print & 65535, print >> 16 & 65535, print >> 32 & 65535, print >> 48 & 65535
    FROM (SELECT g, {{source}} AS print FROM generate_series(1, %s) g) made
"""


def _search(lines: Lines, photos: int, name: str) -> None:
    from ksbb.common.prints import questions  # noqa: PLC0415
    from verification.likeness import copies_of  # noqa: PLC0415

    asked = [questions(picture(seed)) for seed in range(-ASKED, 0)]
    first = int(_base.rows_of(f"SELECT min(id) FROM {TABLE}")[0][0])
    look_up = f"SELECT evidence_id, print FROM {TABLE} WHERE id = %s"
    searches, look_ups = [], []
    for _round in range(repeats()):
        for number, one in enumerate(asked):
            searches.append(seconds_of(partial(copies_of, one)))
            look_ups.append(seconds_of(partial(_base.rows_of, look_up, [first + number * 997])))
    middle = statistics.median(searches)
    lines.write(
        f"search for copies, prints {name}", rows=photos, seconds=middle, limit=statistics.median(look_ups),
        slowest_seconds=round(max(searches), 4), prints=2 * photos, questions=round(statistics.mean(map(len, asked))),
        goal="under 0.1 s at 1,000,000 photos", ok=middle < LONGEST,
    )  # fmt: skip


def _keep(prints: Iterable[list[Print]]) -> None:
    """The number of the picture is the id of the photo."""
    from verification.likeness import bands_of  # noqa: PLC0415

    columns = "evidence_id, variant, print, fine, band_0, band_1, band_2, band_3"
    with connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} ({columns}) FROM STDIN") as copy:
        for seed, kept in enumerate(prints):
            for variant, one in enumerate(kept):
                copy.write_row((seed, variant, one.coarse, one.fine, *bands_of(one.coarse)))
