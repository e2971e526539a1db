"""An office's own system reads proposals of the matching and has a new one calculated; it decides nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from donations.models import MatchingRun
from donations.states import MatchingState
from ksbb.authority.actors import Actor
from schools.models import School
from tests.conftest import Acting
from tests.factories.donations import donor_of, people_at, school_at
from tests.factories.giving import wish_of
from tests.factories.keys import Program, program_of
from tests.factories.matching import run_of

URL = "/api/v1/matching"


@pytest.fixture
def coordinator(acting: Acting) -> Actor:
    return acting("coordinator")


@pytest.fixture
def office(coordinator: Actor) -> Program:
    return program_of(coordinator)


@pytest.fixture
def run(donor: Actor, school: School, coordinator: Actor) -> MatchingRun:
    wish_of(donor, region="31.73")
    return run_of(coordinator, "31.73")


def test_a_proposal_is_told_with_its_figures_and_its_lines(office: Program, run: MatchingRun, school: School) -> None:
    [row] = office.get(URL).json()["items"]
    assert (row["id"], row["state"], row["area"]) == (str(run.public_id), "proposed", "31.73")
    told = office.get(row["links"]["self"]).json()
    assert told["plans"]["proposed"]["devices"] == row["devices"] > 0
    assert told["districts"][0]["area"] == "31.73.06"
    [line] = office.get(row["links"]["lines"]).json()["items"]
    assert (line["school"]["npsn"], line["supply"], line["state"]) == (school.npsn, "wishes", "proposed")
    assert len(line["why"]) >= 3


def test_nothing_of_it_names_a_giver_or_a_child(office: Program, run: MatchingRun, donor: Actor) -> None:
    told = office.get(f"{URL}/{run.public_id}/lines").content.decode()
    assert "Rahasia" not in told
    assert donor.organisation_name not in told


def test_lines_are_narrowed_and_come_by_key(office: Program, run: MatchingRun) -> None:
    here = f"{URL}/{run.public_id}/lines"
    counts = [len(office.get(here, {name: value}).json()["items"]) for name, value in NARROWED]
    assert counts == [1, 0, 0, 0]
    assert [office.get(here, {name: "?"}).status_code for name in ("area", "state", "need_class", "after")] == [400] * 4


NARROWED = (("area", "31.73.06"), ("area", "31.74"), ("need_class", "teacher_computer"), ("state", "applied"))


def test_a_calculation_is_asked_for_once(office: Program, school: School, coordinator: Actor) -> None:
    body = {"area": "31.73", "sources": ["wishes"]}
    first, second = (office.send(URL, body, "hitung-0001") for _twice in range(2))
    assert (first.status_code, first.content) == (202, second.content)
    made = MatchingRun.objects.get()
    assert (made.state, made.asked_by_id) == (MatchingState.ASKED, coordinator.user_id)
    assert office.get(first["Location"]).json()["plans"] == {}


def test_nothing_is_calculated_beyond_the_ground_of_the_key(coordinator: Actor, run: MatchingRun) -> None:
    part = program_of(coordinator, area="31.74")
    body = {"area": "31.73", "sources": ["wishes"]}
    answer = part.send(URL, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_possible_now")
    assert part.get(f"{URL}/{run.public_id}").status_code == 404
    assert part.get(URL).json()["items"] == []


@pytest.mark.parametrize(
    "body", [{}, {"area": "31.73"}, {"area": "31.73", "sources": []}, {"area": "x", "sources": ["wishes"]}, [], "teks"]
)
def test_what_is_wrong_is_told(office: Program, body: object) -> None:
    assert office.send(URL, body).status_code == 400
    assert MatchingRun.objects.count() == 0


def test_the_auditor_reads_and_asks_for_nothing(acting: Acting, run: MatchingRun) -> None:
    auditor = program_of(acting("auditor"))
    assert auditor.get(f"{URL}/{run.public_id}").status_code == 200
    assert auditor.send(URL, {"area": "31", "sources": ["wishes"]}).status_code == 403


def test_another_province_finds_nothing(acting: Acting, run: MatchingRun) -> None:
    stranger = program_of(acting("coordinator", codes=["32"]))
    assert stranger.get(f"{URL}/{run.public_id}").status_code == 404
    assert stranger.get(f"{URL}/{run.public_id}/lines").status_code == 404
    assert stranger.get(f"{URL}/{uuid4()}").status_code == 404


def test_many_lines_ask_as_many_questions_as_few(office: Program, coordinator: Actor, acting: Acting) -> None:
    def questions(run: MatchingRun) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as found:
            lines = office.get(f"{URL}/{run.public_id}/lines").json()["items"]
        return len(lines), len(found)

    for city in ("31.73.06.1001", "31.74.01.1001", "31.71.01.1001"):
        people_at(school_at(city), pupils=2)
        giver = acting("donor")
        donor_of(giver)
        wish_of(giver, region=city[:5])
    small, large = run_of(coordinator, "31.74"), run_of(coordinator, "31")
    questions(small)
    (few, asked_few), (many, asked_many) = questions(small), questions(large)
    assert many > few
    assert asked_many == asked_few
