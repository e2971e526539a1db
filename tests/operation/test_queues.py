"""Letters have a queue of their own, and everything that may take minutes lies in another one."""

from __future__ import annotations

import inspect

from django.conf import settings

from ksbb.celery import app
from ksbb.settings.queues import BULK, LETTERS


def queue_of(task: str) -> str:
    return str(app.amqp.router.route({}, task)["queue"].name)


def ours() -> list[str]:
    app.loader.import_default_modules()
    return sorted(name for name in app.tasks if not name.startswith(("celery.", "tests.")))


def test_only_letters_lie_among_letters() -> None:
    among = {name for name in ours() if queue_of(name) == LETTERS}
    assert among == {f"ksbb.notifications.tasks.{name}" for name in ("deliver", "sweep", "heartbeat")}


def test_whatever_works_on_one_thing_of_unknown_size_is_bulk() -> None:
    """A task that is handed the number of a run works as long as the run is large."""
    handed = {name for name in ours() if "public_id" in inspect.signature(app.tasks[name].run).parameters}
    assert {name for name in handed if queue_of(name) != BULK} == set()


def test_every_route_leads_to_a_task_that_exists() -> None:
    named = {name for name in settings.CELERY_TASK_ROUTES if not name.endswith("*")}
    assert named - set(ours()) == set()


def test_a_worker_of_all_queues_takes_letters_first() -> None:
    assert [queue.name for queue in settings.CELERY_TASK_QUEUES][0] == LETTERS
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["queue_order_strategy"] == "priority"
