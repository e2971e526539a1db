"""While nothing may be saved, pages with people open all the same, and who was shown whom is written down afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from redis import RedisError

from ksbb.accounts.models import User
from ksbb.audit import late_reads, reads, tasks
from ksbb.audit.models import Read
from ksbb.authority.actors import Actor
from ksbb.common import modes
from recipients.models import Recipient
from tests.conftest import Acting
from tests.factories.donations import people_at, school_at


@pytest.fixture(autouse=True)
def open_again(db: None) -> Iterator[None]:
    late_reads.write_down()
    yield
    modes.change(modes.Mode.OPEN)


@pytest.fixture
def principal(acting: Acting) -> Actor:
    school = school_at()
    people_at(school, pupils=3)
    return acting("principal", organisation=school.organisation)


def test_a_reading_waits_while_nothing_is_saved_and_keeps_its_moment(
    principal: Actor, client_as: Callable[[Actor], Client]
) -> None:
    browser = client_as(principal)
    modes.change(modes.Mode.READ_ONLY)
    before = Read.objects.count()
    assert browser.get("/penerima/").status_code == 200
    assert Read.objects.count() == before
    assert tasks.write_down_readings() is None, "it rests"
    modes.change(modes.Mode.OPEN)
    then = timezone.now()
    assert tasks.write_down_readings() == 1
    read = Read.objects.latest("pk")
    assert (read.user_id, read.page, read.count) == (principal.user_id, "recipients:recipient_list", 3)
    assert set(read.people) == set(Recipient.objects.values_list("pk", flat=True))
    assert timezone.now() - timedelta(minutes=5) < read.at < then
    assert tasks.write_down_readings() == 0


def test_what_can_be_kept_nowhere_is_not_shown(
    principal: Actor, client_as: Callable[[Actor], Client], settings: Any
) -> None:
    browser = client_as(principal)
    modes.change(modes.Mode.READ_ONLY)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(RedisError):
        browser.get("/penerima/")


def test_colleagues_are_a_reading_too_and_ring_no_bell(acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    officer = acting("city_supervisor")
    client_as(officer).get("/akun/anggota/")
    read = Read.objects.latest("pk")
    shown = User.objects.filter(pk=officer.user_id).count()
    assert (read.kind, read.page, read.count, read.people) == ("members", "accounts:member_list", shown, [])
    assert reads.bulk_readers(since=timezone.now() - timedelta(hours=1), more_than=0) == []
