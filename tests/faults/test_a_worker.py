"""What a worker had in hand when it died is done by another, and what one has in hand no other takes up (Q29)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from ksbb.authority.actors import Actor
from recipients.models import Recipient
from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.donations import people_at, school_at
from tests.factories.workbooks import pupil_workbook
from tests.faults.conftest import Visitor
from tests.faults.plant import Plant
from tests.faults.test_a_file import RESUME, run_of, sent
from tests.waiting import wait_until

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.django_db(transaction=True)]
PUPILS = 30
# Each file is about other people; those of the neighbouring stories begin with 0.
_files = count(500)


@pytest.fixture
def school(plant: Plant) -> School:
    school = school_at(form="SD")
    people_at(school)
    return school


@pytest.fixture
def operator(school: School, visitor: Callable[[Actor], Visitor]) -> Visitor:
    return visitor(somebody("school_operator", organisation=school.organisation))


def test_the_broker_gives_what_a_killed_process_had_in_hand_to_another(
    plant: Plant, school: School, operator: Visitor
) -> None:
    """Nobody asks who was left behind here: a task is done with when it has been done, not when it was taken up."""
    plant.start("web-1", "worker-1")
    page = sent(operator, pupil_workbook(PUPILS, first=1000 * next(_files)))
    wait_until(lambda: run_of(school).state == "rehearsed", "it was read")
    plant.end("worker-1")
    assert operator.post(f"{page}terapkan/", {}).status_code == 302

    with plant.held("LOCK TABLE imports_importrun IN ACCESS EXCLUSIVE MODE"):
        plant.start("forking-1")
        wait_until(plant.somebody_waits, "a process of the worker has it in hand")
        plant.kill_what_it_forked("forking-1")
    wait_until(lambda: run_of(school).state == "applied", "the next process of the same worker took it over")
    assert Recipient.objects.filter(school=school).count() == PUPILS


def test_a_file_that_one_worker_has_in_hand_is_left_to_it(plant: Plant, school: School, operator: Visitor) -> None:
    plant.start("web-1")
    with plant.held("LOCK TABLE imports_importrow IN SHARE MODE"):
        sent(operator, pupil_workbook(PUPILS, first=1000 * next(_files)))
        plant.start("worker-1")
        wait_until(plant.somebody_waits, "the first worker stands in the middle of reading")
        run = run_of(school)
        plant.ask(f"UPDATE imports_importrun SET updated_at = updated_at - interval '2 minutes' WHERE id = {run.pk}")
        plant.calls(RESUME)
        plant.start("worker-2")
        wait_until(
            lambda: f"{RESUME}" in plant.told("worker-2") and "succeeded" in plant.told("worker-2"), "it went past"
        )
        assert run_of(school).state == "read"
    wait_until(lambda: run_of(school).state == "rehearsed", "the first worker read it to its end")
    assert run_of(school).rows.count() == PUPILS
