"""A promise whose web process, database or broker dies under it: nothing half, nothing lost, nothing twice (Q18, Q22, Q46)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from django.db import connection

from donations.models import Pledge
from ksbb.authority.actors import Actor
from ksbb.notifications.models import Message
from recipients.statistics import figures_of_school
from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.donations import donor_of, people_at, school_at
from tests.faults.conftest import Visitor
from tests.faults.plant import Plant
from tests.faults.post_office import PostOffice
from tests.waiting import wait_until

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.django_db(transaction=True)]
NEEDS = "SELECT id FROM recipients_need WHERE school_id = %s FOR UPDATE"


@pytest.fixture
def school(plant: Plant) -> School:
    school = school_at()
    people_at(school, pupils=3)
    return school


@pytest.fixture
def donor(plant: Plant, visitor: Callable[[Actor], Visitor]) -> Visitor:
    actor = somebody("donor")
    donor_of(actor)
    return visitor(actor)


def address_of(school: School) -> str:
    return f"/kebutuhan/{school.npsn}/beri/"


def promised(school: School) -> int:
    connection.close()  # the database may have been killed under it
    return Pledge.objects.filter(school=school).count()


def letters_of(school: School) -> dict[tuple[str, int | None], int]:
    """(kind, person) → messages about promises to this school."""
    paths = [f"/donasi/{pledge.public_id}/" for pledge in Pledge.objects.filter(school=school)]
    return dict(Counter(Message.objects.filter(path__in=paths).values_list("kind", "to_user_id")))


def sends(person: Visitor, *step: Any) -> Future[httpx.Response]:
    return ThreadPoolExecutor(1).submit(person.post, *step)


def nothing_waits(plant: Plant) -> bool:
    """Asks for a sweep, as beat does every half a minute; whether everything has left."""
    plant.calls("ksbb.notifications.tasks.sweep")
    return not Message.objects.waiting().exists()


def whole(plant: Plant) -> str:
    """The differences that `check_data` finds; "" when every figure agrees with its rows."""
    done = plant.manage("check_data")
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_a_web_process_that_dies_in_the_middle_leaves_nothing_and_the_retry_counts_once(
    plant: Plant, school: School, donor: Visitor, promise_of_one: Callable[[], dict[str, str]]
) -> None:
    plant.start("web-1", "web-2")
    form = promise_of_one()
    donor.get(address_of(school))
    with plant.held(NEEDS, school.pk):
        sent = sends(donor, address_of(school), form)
        wait_until(plant.somebody_waits, "the promise stands at the needs")
        plant.kill("web-1")
        assert isinstance(sent.exception(60), httpx.TransportError)
    assert promised(school) == 0
    answers = [donor.post(address_of(school), form, "web-2") for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert promised(school) == 1
    assert set(letters_of(school).values()) == {1}
    assert figures_of_school(school.pk)["student_device"].open == 2
    assert whole(plant) == ""


def test_a_database_that_dies_in_the_middle_is_said_plainly_and_the_retry_counts_once(
    plant: Plant, school: School, donor: Visitor, promise_of_one: Callable[[], dict[str, str]]
) -> None:
    plant.start("web-1")
    form = promise_of_one()
    donor.get(address_of(school))
    with plant.held(NEEDS, school.pk):
        sent = sends(donor, address_of(school), form)
        wait_until(plant.somebody_waits, "the promise stands at the needs")
        plant.kill("postgres")
        answer = sent.result(60)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "tidak dapat menjangkau datanya" in answer.text
    away = donor.get("/sekolah/")
    assert (away.status_code, away.headers["Retry-After"]) == (503, "30")
    plant.raise_postgres()
    assert promised(school) == 0
    assert donor.post(address_of(school), form).status_code == 302
    assert promised(school) == 1
    assert set(letters_of(school).values()) == {1}
    assert whole(plant) == ""


def test_without_the_broker_one_promises_as_ever_and_the_letter_follows_once(
    plant: Plant,
    school: School,
    donor: Visitor,
    post_office: PostOffice,
    promise_of_one: Callable[[], dict[str, str]],
) -> None:
    plant.start("web-1", "worker-1")
    form = promise_of_one()
    donor.get(address_of(school))
    plant.kill("valkey")
    answer = donor.post(address_of(school), form)
    page = donor.get(answer.headers["Location"])
    plant.raise_valkey()
    assert (answer.status_code, page.status_code) == (302, 200)
    assert Message.objects.waiting().exists()
    wait_until(lambda: nothing_waits(plant), "the letters left")
    sent = [f"<{public_id}@127.0.0.1>" for public_id in Message.objects.values_list("public_id", flat=True)]
    assert Counter(post_office.letters) & Counter(sent) == Counter(post_office.letters)
    assert set(letters_of(school).values()) == {1}
