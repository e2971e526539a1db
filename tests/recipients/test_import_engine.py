"""How a file goes through: row after row, never whole in memory, and nothing of it stays when it breaks half-way."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRow, ImportRun
from ksbb.imports.reading import SheetRefused
from ksbb.imports.states import ImportStage, ImportState
from recipients import imports
from recipients.actions.refuse_import import refuse_import
from recipients.actions.rehearse_import import CHUNK
from recipients.actions.start_import import start_import
from recipients.models import Recipient
from recipients.readrows import ReadRow
from recipients.tasks import resume_imports
from recipients.told import rows_of
from schools.models import School
from tests.factories.sheets import csv_text
from tests.factories.workbooks import pupil, pupil_csv, pupil_workbook
from tests.recipients.uploads import counted, rehearsed

COLUMNS = ("Nama", "JK", "NISN", "Tanggal Lahir", "NIK", "Rombel Saat Ini")
ROWS = CHUNK + 100


def narrow(count: int) -> bytes:
    """A text file of `count` pupils with the few columns that are needed."""
    return csv_text([list(COLUMNS), *([pupil(n)[name] for name in COLUMNS] for n in range(count))]).encode()


def sent(school: School, operator: Actor, data: bytes) -> ImportRun:
    return start_import(school=school, data=data, file_name="daftar.csv", actor=operator)


def at_row(monkeypatch: pytest.MonkeyPatch, number: int, happens: Callable[[], object]) -> None:
    """When so many rows were read, this happens; every row goes its usual way."""

    def reading(*arguments: Any, **options: Any) -> Iterator[ReadRow]:
        for read, row in enumerate(rows_of(*arguments, **options)):
            if read == number:
                happens()
            yield row

    monkeypatch.setattr("recipients.imports.rows_of", reading)


def breaks() -> None:
    raise SheetRefused("broken", "Berkas ini rusak di tengah.")


def peak(step: Callable[[], object]) -> int:
    """Bytes at the highest moment above the start."""
    tracemalloc.start()
    try:
        step()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_four_times_the_rows_take_hardly_more_memory(school: School, operator: Actor) -> None:
    rehearsed(school, narrow(50), operator)  # what is made once for ever is made by now
    few, many = (sent(school, operator, narrow(count)) for count in (CHUNK, 4 * CHUNK))
    small = peak(lambda: imports.rehearse(few.public_id))
    large = peak(lambda: imports.rehearse(many.public_id))
    assert many.rows.count() == 4 * CHUNK
    # The file's own bytes, and the numbers that are looked for among later rows. A row that is held takes 5,000 and more.
    assert (large - small) / (3 * CHUNK) < 1_000


def test_a_file_that_breaks_half_way_leaves_no_row(
    school: School, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sent(school, operator, narrow(ROWS))
    at_row(monkeypatch, CHUNK + 50, breaks)
    assert imports.rehearse(run.public_id)
    run.refresh_from_db()
    assert (run.state, run.refusal) == (ImportState.REFUSED, "Berkas ini rusak di tengah.")
    assert (bytes(run.sealed_file), ImportRow.objects.count(), Recipient.objects.count()) == (b"", 0, 0)


def test_a_file_refused_by_a_person_may_break_afterwards(
    school: School, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sent(school, operator, narrow(ROWS))

    def decided() -> None:
        refuse_import(run=ImportRun.objects.get(), actor=operator)
        breaks()

    at_row(monkeypatch, CHUNK + 50, decided)
    assert not imports.rehearse(run.public_id)
    assert (ImportRun.objects.get().state, ImportRow.objects.count()) == (ImportState.REFUSED, 0)


def test_half_way_the_page_can_tell_how_far_it_is(
    school: School, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int, int]] = []
    run = sent(school, operator, narrow(ROWS) + b"\n\n\n")

    def look() -> None:
        now = ImportRun.objects.get(pk=run.pk)
        seen.append((now.stage, now.rows_done, now.rows_total))

    at_row(monkeypatch, CHUNK + 50, look)
    imports.rehearse(run.public_id)
    run.refresh_from_db()
    assert seen == [(ImportStage.CHECKING, CHUNK, ROWS + 3)]
    assert (run.rows_done, run.rows_total) == (ROWS, ROWS)


def test_doubles_far_apart_are_found(school: School, operator: Actor) -> None:
    first, last = [pupil(0)[name] for name in COLUMNS], [pupil(0)[name] for name in COLUMNS]
    others = [[pupil(n)[name] for name in COLUMNS] for n in range(1, ROWS)]
    last[COLUMNS.index("NISN")] = ""
    run = rehearsed(school, csv_text([list(COLUMNS), first, *others, last]).encode(), operator)
    assert counted(run) == {"new": ROWS, "problem": 1}
    [problem] = run.rows.get(status="problem").problems
    assert (problem["code"], "baris 2" in problem["message"]) == ("nik_repeated", True)


@pytest.mark.parametrize("data", [pupil_workbook(5), pupil_csv(5), pupil_workbook(5, form="ods")])
def test_the_file_itself_tells_how_many_rows_there_are(school: School, operator: Actor, data: bytes) -> None:
    run = rehearsed(school, data, operator)
    assert (run.rows_done, run.rows_total) == (5, 5)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_is_followed_by_one_that_starts_over(
    school: School, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sent(school, operator, narrow(ROWS))

    def dies() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with monkeypatch.context() as once, ThreadPoolExecutor(1) as pool:
        at_row(once, CHUNK + 50, dies)
        with pytest.raises(OperationalError):
            pool.submit(imports.rehearse, run.public_id).result(60)
        pool.submit(connections.close_all).result()
    assert (ImportRun.objects.get().state, ImportRow.objects.count()) == (ImportState.READ, CHUNK)

    ImportRun.objects.update(updated_at=timezone.now() - timedelta(minutes=2))
    assert resume_imports() == 1
    run.refresh_from_db()
    assert (run.state, counted(run), run.rows.count()) == (ImportState.REHEARSED, {"new": ROWS}, ROWS)
