"""A letter whose worker dies, whose mail server hangs, whose database is killed: it arrives, and once (Q22, Q46)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from ksbb.authority.actors import Actor
from ksbb.notifications import outbox
from ksbb.notifications.models import Message
from tests.factories.accounts import somebody
from tests.faults.conftest import Visitor
from tests.faults.plant import Plant
from tests.faults.post_office import PostOffice
from tests.waiting import wait_until

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.django_db(transaction=True)]
SWEEP = "ksbb.notifications.tasks.sweep"


@pytest.fixture
def reader(plant: Plant) -> Actor:
    return somebody("principal")


def posted(reader: Actor, count: int = 1) -> set[str]:
    """Message-IDs of letters that were decided and wait."""
    assert reader.user_id is not None
    with transaction.atomic():
        letters = [outbox.Letter("accounts/security_changed", [reader.user_id]) for _each in range(count)]
        messages = outbox.post_all(letters)
    return {f"<{message.public_id}@127.0.0.1>" for message in messages}


def taken(post_office: PostOffice, letters: set[str]) -> Counter[str]:
    """How often each of ours arrived; what earlier stories left may leave meanwhile."""
    return Counter(one for one in post_office.letters if one in letters)


def nothing_waits(plant: Plant) -> bool:
    """Asks for a sweep, as beat does every half a minute; whether everything has left."""
    connection.close()  # the database may have been killed under it
    plant.calls(SWEEP)
    return not Message.objects.waiting().exists()


def test_a_worker_killed_with_the_letter_in_its_hands_and_a_mail_server_that_hangs(
    plant: Plant, reader: Actor, post_office: PostOffice, visitor: Callable[[Actor], Visitor]
) -> None:
    plant.start("web-1", "worker-1", "worker-2")
    letters = posted(reader, 3)
    post_office.hang()
    plant.calls(SWEEP)
    assert post_office.begun.wait(60)
    assert visitor(reader).get("/beranda/").status_code == 200  # the mail server still says nothing
    assert taken(post_office, letters) == {}
    plant.kill("worker-1")
    plant.kill("worker-2")
    post_office.open_again.set()
    plant.start("worker-3", "worker-4")
    wait_until(lambda: nothing_waits(plant), "the letters left")
    assert taken(post_office, letters) == Counter(letters)


def test_a_database_killed_while_letters_leave(plant: Plant, reader: Actor, post_office: PostOffice) -> None:
    plant.start("worker-1")
    letters = posted(reader, 3)
    post_office.hang()
    plant.calls(SWEEP)
    assert post_office.begun.wait(60)
    plant.kill("postgres")
    plant.raise_postgres()
    # What the mail server has taken by now was not written down: it comes a second time, under the same Message-ID.
    post_office.open_again.set()
    wait_until(lambda: nothing_waits(plant), "the letters left")
    found = taken(post_office, letters)
    assert set(found) == letters
    assert sorted(found.values()) in ([1, 1, 1], [1, 1, 2])


def test_a_broker_that_forgets_its_queues_loses_no_letter(plant: Plant, reader: Actor, post_office: PostOffice) -> None:
    letters = posted(reader, 5)
    plant.calls(SWEEP)
    plant.kill("valkey")
    plant.raise_valkey()
    plant.start("worker-1", "worker-2")
    wait_until(lambda: nothing_waits(plant), "the letters left")
    assert taken(post_office, letters) == Counter(letters)
