"""Files of schools against COPY of the same people, clean and table-shaped, into the same tables with their indexes."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.urls import get_resolver

from benchmarks import _files
from benchmarks._base import rows_of, sql
from benchmarks._measuring import Lines, in_child, note, peak_of, repeats, seconds_of
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.imports.models import ImportRun
from recipients import imports
from recipients.actions.apply_import import apply_import
from recipients.actions.start_import import start_import
from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.schools import SchoolFactory
from tests.factories.workbooks import SCHOOL

# What one person is in the register: a row in each of these.
_TABLES = ("recipients_recipient", "recipients_circumstances", "recipients_identity")
_KEY = {"recipients_recipient": "id", "recipients_circumstances": "recipient_id", "recipients_identity": "recipient_id"}
# A copy of a person is another person: ids move far away, unique values are made anew.
_FAR = 1_000_000_000
_ANEW = {"public_id": "gen_random_uuid()", "digest": "sha256(digest || %(salt)s::text::bytea)", "import_run_id": "NULL"}


@dataclass
class Spent:
    """Seconds in encryption and keyed hashing, by what was done."""

    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


@contextmanager
def sealing_timed() -> Iterator[Spent]:
    """How much of the time inside goes into sealing, opening and hashing."""
    spent = Spent()
    names = ("seal_bytes", "seal_many", "unseal_bytes", "digest")
    real = {name: getattr(sealing, name) for name in names}

    def timed(name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            begin = time.perf_counter()
            try:
                return real[name](*arguments)
            finally:
                spent.seconds[name] = spent.seconds.get(name, 0.0) + time.perf_counter() - begin

        return call

    for name in names:
        setattr(sealing, name, timed(name))
    try:
        yield spent
    finally:
        for name in names:
            setattr(sealing, name, real[name])


def a_school() -> tuple[School, Actor]:
    """An accepted school and its principal, who may do everything with files."""
    school = SchoolFactory.create(accepted=True, name=SCHOOL)
    return school, somebody("principal", organisation=school.organisation)


def take_in(school: School, actor: Actor, data: bytes, *, expected: int) -> tuple[float, float]:
    """From the upload to the registered, judged people with their needs: seconds of the rehearsal and of the applying."""
    begin = time.perf_counter()
    run = upload(school, actor, data)
    imports.rehearse(run.public_id)
    middle = time.perf_counter()
    apply(run, actor, expected=expected)
    end = time.perf_counter()
    return middle - begin, end - middle


def upload(school: School, actor: Actor, data: bytes) -> ImportRun:
    return start_import(school=school, data=data, file_name="daftar_pd.xlsx", actor=actor)


def apply(run: ImportRun, actor: Actor, *, expected: int) -> None:
    """A rehearsed file, applied; stops the bench when a row of it was left out."""
    run.refresh_from_db()
    apply_import(run=run, actor=actor)
    imports.finish(run.public_id)
    run.refresh_from_db()
    if run.counts.get("new") != expected:
        raise SystemExit(f"bench: the file was not taken over whole: {run.state} {run.counts}")


class Clean:
    """`count` clean people as COPY text, made of people who are there, for the limit."""

    def __init__(self, ids: list[int]) -> None:
        self.count = len(ids)
        self.salt = 0
        self.ids = ids

    def texts(self) -> dict[str, tuple[str, bytes]]:
        """table → (columns, text); other people at every call."""
        self.salt += 1
        return {table: self._text(table) for table in _TABLES}

    def _text(self, table: str) -> tuple[str, bytes]:
        names = [name for (name,) in rows_of(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND NOT (attname = 'id' AND %s <> 'recipients_recipient') ORDER BY attnum", [table, table],
        )]  # fmt: skip
        wanted = ", ".join(
            f"{name} + {_FAR} * {self.salt}"
            if name == _KEY[table]
            else _ANEW.get(name, f'"{name}"') % {"salt": self.salt}
            for name in names
        )
        people = f"{_KEY[table]} = ANY(ARRAY[{','.join(map(str, self.ids))}])"
        statement = f"COPY (SELECT {wanted} FROM {table} WHERE {people} ORDER BY {_KEY[table]}) TO STDOUT"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            return ", ".join(f'"{name}"' for name in names), b"".join(bytes(part) for part in copy)

    def load(self, texts: dict[str, tuple[str, bytes]]) -> None:
        """The limit: COPY and commit, nothing looked at."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, text) in texts.items():
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    copy.write(text)

    def forget(self) -> None:
        for table in reversed(_TABLES):
            sql(f"DELETE FROM {table} WHERE {_KEY[table]} >= {_FAR}")


def newest(count: int) -> list[int]:
    """The people registered last."""
    return [
        pk
        for (pk,) in rows_of(
            "SELECT id FROM recipients_recipient WHERE id < %s ORDER BY id DESC LIMIT %s", [_FAR, count]
        )
    ]


def one_file(
    lines: Lines, case: str, *, rows: int, make: Callable[[int, int], bytes], first: int, times: int = 0
) -> int:
    """Rehearse and apply a file of `rows`, beside COPY of as many clean people; writes the lines, returns the next number."""
    _files.lift_limits(rows)
    ours, rehearsals, limits, sealed = [], [], [], []
    _school, _actor = a_school()
    take_in(_school, _actor, make(min(rows, 200), first), expected=min(rows, 200))
    first += min(rows, 200)
    for _round in range(times or repeats()):
        school, actor = a_school()
        data = make(rows, first)
        first += rows
        with sealing_timed() as spent:
            rehearsal, applying = take_in(school, actor, data, expected=rows)
        ours.append(rehearsal + applying)
        rehearsals.append(rehearsal)
        sealed.append(spent.total)
        clean = Clean(newest(rows))
        texts = clean.texts()
        limits.append(seconds_of(partial(clean.load, texts)))
        clean.forget()
    limit = statistics.median(limits)
    lines.write(case, rows=rows, seconds=statistics.median(ours), limit=limit)
    lines.write(f"{case}, rehearsal alone", rows=rows, seconds=statistics.median(rehearsals), limit=limit)
    lines.write(
        f"{case}, encryption and keyed hashing alone", rows=rows, seconds=statistics.median(sealed), limit=limit
    )
    return first


def memory(lines: Lines, case: str, *, rows: int, first: int, make: Callable[[int, int], bytes]) -> None:
    """Resident memory above idle while a file is uploaded and rehearsed, and while it is applied.

    Made and measured in processes of their own.
    """
    _files.lift_limits(rows)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "file")
        warm, measured = a_school(), a_school()
        connection.close()
        in_child(lambda: file.write_bytes(make(rows, first)))
        steps = in_child(lambda: _measured(file, rows, warm, measured))
    for step, (seconds, peak) in steps.items():
        lines.write(
            f"{case}, {step}",
            rows=rows,
            seconds=seconds,
            peak=peak,
            peak_bytes_per_row=round(peak * 1024 * 1024 / rows),
        )


def _measured(
    file: Path, rows: int, warm: tuple[School, Actor], measured: tuple[School, Actor]
) -> dict[str, tuple[float, float]]:
    """Step → (seconds, MB). A worker has met a file and the addresses of the portal before."""
    take_in(*warm, _files.xlsx(20, 8_000_000 + rows * 20), expected=20)
    get_resolver()._populate()
    school, actor = measured
    runs: list[ImportRun] = []
    taken = {"upload": peak_of(lambda: runs.append(upload(school, actor, file.read_bytes())))}
    [run] = runs
    taken["rehearsal"] = peak_of(lambda: imports.rehearse(run.public_id))
    taken["applying"] = peak_of(lambda: apply(run, actor, expected=rows))
    return taken


def many_files(lines: Lines, *, files: int, rows: int, first: int) -> int:
    """A city's files one after the other into one register: the last tenth must not be slower than the first."""
    note(f"{files} files of {rows} pupils …")
    _files.lift_limits(rows)
    taken = []
    with sealing_timed() as spent:
        for _number in range(files):
            school, actor = a_school()
            data = _files.xlsx(rows, first)
            first += rows
            taken.append(sum(take_in(school, actor, data, expected=rows)))
    tenth = max(1, files // 10)
    lines.write(
        f"{files * rows} people in {files} files", rows=files * rows, seconds=sum(taken),
        rows_per_second=round(files * rows / sum(taken)),
    )  # fmt: skip
    lines.write(f"{files} files: encryption and keyed hashing alone", rows=files * rows, seconds=spent.total)
    lines.write(
        f"{files} files: one of the last tenth beside one of the first", rows=rows, seconds=statistics.median(taken[-tenth:]),
        limit=statistics.median(taken[:tenth]),
    )  # fmt: skip
    return first
