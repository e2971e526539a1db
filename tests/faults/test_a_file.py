"""A list of pupils whose worker or database is killed while it is read and while it is taken over (Q29)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection

from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRun
from recipients.models import Recipient
from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.donations import people_at, school_at
from tests.factories.workbooks import pupil_workbook
from tests.faults.conftest import Visitor
from tests.faults.plant import Plant
from tests.waiting import wait_until

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.django_db(transaction=True)]
RESUME = "recipients.tasks.resume_imports"
PUPILS = 900
# Whoever writes the row of this number waits.
IN_THE_WAY = """
INSERT INTO imports_importrow (run_id, number, status, label_sealed, facts_sealed, problems, warnings, questions, chosen,
    reason, changes_sealed, before_sealed, cells_sealed)
VALUES (%s, %s, 'new', '', '', '[]', '[]', '[]', FALSE, '', '', '', '')
"""
# Each file is about other people.
_files = count()


@pytest.fixture
def school(plant: Plant) -> School:
    school = school_at(form="SD")
    people_at(school)
    return school


@pytest.fixture
def operator(school: School, visitor: Callable[[Actor], Visitor]) -> Visitor:
    return visitor(somebody("school_operator", organisation=school.organisation))


def run_of(school: School) -> ImportRun:
    connection.close()  # the database may have been killed under it
    return ImportRun.objects.get(organisation=school.organisation)


def sent(operator: Visitor, data: bytes, web: str = "web-1") -> str:
    """The address of the run's page."""
    name = "daftar_pd.xlsx"
    answer = operator.post("/penerima/unggah/", {}, web, files={"file": (name, data, "application/octet-stream")})
    assert answer.status_code == 302
    return answer.headers["Location"]


def goes_on(plant: Plant, school: School, state: str) -> bool:
    """A minute later beat asks who was left behind; whether the run has come to `state`."""
    run = run_of(school)
    plant.ask(f"UPDATE imports_importrun SET updated_at = updated_at - interval '2 minutes' WHERE id = {run.pk}")
    plant.calls(RESUME)
    run = run_of(school)
    sys.stdout.write(f"{run.state} {run.stage} {run.rows_done}/{run.rows_total} {run.counts} {run.refusal}\n")
    return run.state == state


def test_killed_while_it_reads_and_while_it_takes_over(plant: Plant, school: School, operator: Visitor) -> None:
    plant.start("web-1")
    page = sent(operator, pupil_workbook(PUPILS, first=1000 * next(_files)))
    with plant.held(IN_THE_WAY, run_of(school).pk, PUPILS - 100):
        plant.start("worker-1")
        wait_until(plant.somebody_waits, "the worker stands behind the first rows that it has written")
        assert 0 < run_of(school).rows_done < PUPILS
        plant.kill("worker-1")
    assert run_of(school).state == "read"
    assert "Berkas sedang diperiksa" in operator.get(page).text

    plant.start("worker-2")
    wait_until(lambda: goes_on(plant, school, "rehearsed"), "another worker read it to its end")
    run = run_of(school)
    assert run.rows.count() == run.rows.values("number").distinct().count() == PUPILS

    with plant.held("LOCK TABLE recipients_recipient IN SHARE MODE"):
        assert operator.post(f"{page}terapkan/", {}).status_code == 302
        wait_until(plant.somebody_waits, "the worker stands in the middle of taking over")
        plant.kill("worker-2")
    assert Recipient.objects.filter(school=school).count() == 0

    plant.start("worker-3")
    wait_until(lambda: goes_on(plant, school, "applied"), "another worker took it over")
    assert Recipient.objects.filter(school=school).count() == PUPILS
    assert plant.manage("check_data").returncode == 0


def test_a_worker_outlives_its_database(plant: Plant, school: School, operator: Visitor) -> None:
    plant.start("web-1", "worker-1")
    page = sent(operator, pupil_workbook(PUPILS, first=1000 * next(_files)))
    wait_until(lambda: run_of(school).rows_done, "the first rows were read")
    plant.kill("postgres")
    away = operator.get(page)
    plant.raise_postgres()
    assert away.status_code == 503
    wait_until(lambda: goes_on(plant, school, "rehearsed"), "the same worker read it to its end")
    assert run_of(school).rows.count() == PUPILS


def test_two_workers_and_many_requests_to_go_on_apply_each_file_once(
    plant: Plant, visitor: Callable[[Actor], Visitor]
) -> None:
    plant.start("web-1", "web-2", "worker-1", "worker-2")
    schools = [school_at(form="SD") for _each in range(4)]
    people_at(schools[0])
    for number, school in enumerate(schools):
        operator = visitor(somebody("school_operator", organisation=school.organisation))
        web = f"web-{1 + number % 2}"
        page = sent(operator, pupil_workbook(40, first=1000 * next(_files)), web)
        wait_until(lambda school=school: run_of(school).state == "rehearsed", "read")  # type: ignore[misc]
        assert operator.post(f"{page}terapkan/", {}, web).status_code == 302
        assert operator.post(f"{page}terapkan/", {}, web).status_code in {302, 409}
        for _each in range(3):
            plant.calls(RESUME)
    wait_until(lambda: all(goes_on(plant, school, "applied") for school in schools), "all were taken over")
    counts = [Recipient.objects.filter(school=school).count() for school in schools]
    assert counts == [40, 40, 40, 40]
    assert plant.manage("check_data").returncode == 0
