"""Photos are for the school and for those who watch over its ground, and a browser takes them for pictures only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from tests.factories.verification import member
from tests.verification.conftest import Scene
from verification.models import Report

ClientAs = Callable[[Actor], Client]


@pytest.fixture
def address(report: Report) -> str:
    return reverse("verification:evidence_photo", args=[report.evidence.get().public_id, "besar"])


def test_a_visitor_is_sent_to_sign_in(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", ["donor", "aggregator", "principal", "school_operator"])
def test_strangers_find_nothing(address: str, client_as: ClientAs, role: str) -> None:
    assert client_as(member(role)).get(address).status_code == 404


def test_the_giver_finds_nothing_either(address: str, scene: Scene, client_as: ClientAs) -> None:
    assert client_as(scene.donor).get(address).status_code == 404


@pytest.mark.parametrize("role", ["validator", "city_supervisor", "district_supervisor", "coordinator", "auditor"])
def test_officers_of_other_ground_find_nothing(address: str, client_as: ClientAs, role: str) -> None:
    assert client_as(member(role, codes=("31.72",))).get(address).status_code == 404


@pytest.mark.parametrize("role", ["validator", "city_supervisor", "district_supervisor", "coordinator", "auditor"])
def test_officers_of_the_ground_see_it(address: str, client_as: ClientAs, role: str) -> None:
    assert client_as(member(role, codes=("31.73.06",))).get(address).status_code == 200


def test_the_operator_of_the_school_sees_it(address: str, scene: Scene, client_as: ClientAs) -> None:
    assert client_as(member("school_operator", scene.school.organisation)).get(address).status_code == 200


def test_it_is_served_as_a_picture_and_nothing_else(address: str, scene: Scene, client_as: ClientAs) -> None:
    answer = client_as(scene.principal).get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith('inline; filename="')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_looking_from_outside_is_on_the_trail(address: str, report: Report, scene: Scene, client_as: ClientAs) -> None:
    client_as(scene.principal).get(address)
    validator = client_as(scene.validator)
    validator.get(address)
    validator.get(address.replace("besar", "kecil"))
    event = Event.objects.get(action="evidence.opened")
    assert (event.user_id, event.region) == (scene.validator.user_id, report.region)


def test_a_size_that_does_not_exist_is_not_found(report: Report, scene: Scene, client_as: ClientAs) -> None:
    address = reverse("verification:evidence_photo", args=[report.evidence.get().public_id, "asli"])
    assert client_as(scene.principal).get(address).status_code == 404


def test_a_file_that_is_gone_is_not_found(address: str, report: Report, scene: Scene, client_as: ClientAs) -> None:
    default_storage.delete(str(report.evidence.get().photo.name))
    assert client_as(scene.principal).get(address).status_code == 404


@pytest.mark.parametrize("folder", ["", "/static", "/media", "/files"])
def test_no_folder_serves_the_file(report: Report, scene: Scene, client_as: ClientAs, folder: str) -> None:
    assert client_as(scene.principal).get(f"{folder}/{report.evidence.get().photo.name}").status_code == 404
