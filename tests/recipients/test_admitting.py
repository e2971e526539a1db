"""The coordinator takes a school into the programme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ksbb.authority.actors import Actor
from ksbb.notifications.models import Message
from schools.models import School
from tests.conftest import Acting
from tests.factories.schools import SchoolFactory

ClientAs = Callable[[Actor], Client]


@pytest.fixture
def candidate(db: None) -> School:
    return SchoolFactory.create()


def path(school: School) -> str:
    return f"/penerima/sekolah/{school.npsn}/terima/"


def test_looking_accepts_nothing(client_as: ClientAs, acting: Acting, candidate: School) -> None:
    assert client_as(acting("coordinator")).get(path(candidate)).status_code == 200
    candidate.refresh_from_db()
    assert candidate.accepted_at is None


def test_the_school_is_accepted_and_hears_of_it(client_as: ClientAs, acting: Acting, candidate: School) -> None:
    principal = acting("principal", organisation=candidate.organisation)
    coordinator = acting("coordinator")
    response = client_as(coordinator).post(path(candidate))
    assert response["Location"] == f"/sekolah/{candidate.npsn}/"
    candidate.refresh_from_db()
    assert candidate.accepted_by_id == coordinator.user_id
    assert Message.objects.get(kind="schools/school_accepted").to_user_id == principal.user_id


def test_twice_says_so(client_as: ClientAs, acting: Acting, candidate: School) -> None:
    client = client_as(acting("coordinator"))
    client.post(path(candidate))
    again = client.post(path(candidate))
    assert again.status_code == 200
    assert "sudah diterima" in again.content.decode()


def test_who_sees_the_school_may_not_and_others_do_not_find_it(
    client_as: ClientAs, acting: Acting, outsider: Actor, candidate: School
) -> None:
    assert client_as(acting("city_supervisor")).post(path(candidate)).status_code == 403
    assert client_as(outsider).post(path(candidate)).status_code == 404
    assert client_as(acting("donor")).post(path(candidate)).status_code == 404
    assert Client().post(path(candidate)).status_code == 302
