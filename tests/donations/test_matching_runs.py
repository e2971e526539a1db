"""Runs of the matching through the database: calculated by a worker, marked by a person, calculated anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from donations import matching_runs
from donations.actions.confirm_matching import confirm_matching
from donations.actions.drop_matching import drop_matching
from donations.actions.mark_line import FORBID, NOTHING, PIN, mark_line
from donations.actions.move_line import move_line
from donations.actions.recompute_matching import recompute_matching
from donations.actions.set_cap import set_cap
from donations.actions.set_gate import set_gate
from donations.actions.start_matching import start_matching
from donations.matching import Demand, Weights, propose
from donations.matching_costs import price_of_forbid, price_of_pin
from donations.matching_input import given_for, key_of
from donations.matching_runs import compute
from donations.models import MatchingRun, Pledge
from donations.states import MatchingState
from ksbb.common.refusals import Refused
from ksbb.notifications.models import Message
from recipients.models import NeedClass
from tests.donations.matching_cases import City, every_plan, worth
from tests.factories.donations import offer, people_at, promise, school_at
from tests.factories.giving import wish_of
from tests.factories.matching import run_of

pytestmark = pytest.mark.django_db
PUPILS = NeedClass.STUDENT_DEVICE
CENGKARENG = "31.73.01.1001"


@pytest.fixture
def coordinator(acting):
    return acting("coordinator")


@pytest.fixture
def city(school):
    """Two schools: five pupils in Kalideres, three in Cengkareng; two teachers in Kalideres."""
    other = school_at(CENGKARENG, name="SMP Uji Cengkareng")
    people_at(other, pupils=3)
    return [school, other]


def lines_of(run: MatchingRun) -> list[tuple[int, str, int]]:
    return list(run.lines.order_by("school_id", "pk").values_list("school_id", "device_type", "quantity"))


# --- calculated --------------------------------------------------------------------------------------


def test_a_run_proposes_every_device_that_finds_a_need(coordinator, donor, city):
    wish_of(donor, 6)
    run = run_of(coordinator)
    assert run.state == MatchingState.PROPOSED
    assert sum(quantity for _school, _type, quantity in lines_of(run)) == 6
    assert run.figures["after"]["devices"] == 6
    assert run.figures["needs"] == 10
    assert run.figures["supply"] == 6
    assert {code: [needs, before, after] for code, needs, before, after in run.figures["districts"]} == {
        "31.73.01": [3, 0, 2], "31.73.06": [7, 0, 4],
    }  # fmt: skip
    assert Message.objects.filter(kind="donations/matching_ready", to_user_id=coordinator.user_id).count() == 1


def test_who_waits_with_more_points_comes_first(coordinator, donor, city):
    """One device: the most urgent pupils of both schools have equal points, so the lot decides, and no pupil is named."""
    wish_of(donor, 1)
    run = run_of(coordinator)
    [line] = run.lines.all()
    assert line.why["turn"] == 0
    assert line.why["ahead"] == 0
    assert "Rahasia" not in str(line.why)


def test_the_same_input_gives_the_same_lines(coordinator, donor, city):
    wish_of(donor, 4)
    wish_of(donor, 2, device_type="laptop")
    run = run_of(coordinator)
    first, figures = lines_of(run), run.figures["after"]
    recompute_matching(run=run, actor=coordinator)
    compute(run.public_id)
    run.refresh_from_db()
    assert lines_of(run) == first
    assert run.figures["after"] == figures


def test_never_worse_than_the_simple_order(coordinator, donor, city):
    wish_of(donor, 3)
    wish_of(donor, 3, region="31.73.01")
    wish_of(donor, 2, device_type="laptop")
    figures = run_of(coordinator).figures
    after, simple = figures["after"], figures["greedy"]
    assert [after["devices"], 2 * after["by_turn"][0] + after["by_turn"][1], -after["short"], after["objective"]] >= [
        simple["devices"], 2 * simple["by_turn"][0] + simple["by_turn"][1], -simple["short"], simple["objective"],
    ]  # fmt: skip


def test_as_many_as_any_plan_could_place(coordinator, donor, city):
    """By hand: three tablets tied to Cengkareng fill it, two laptops go to teachers or pupils, ten needs and nine devices."""
    wish_of(donor, 3, region="31.73.01")
    wish_of(donor, 4)
    wish_of(donor, 2, device_type="pc")
    run = run_of(coordinator)
    assert run.figures["after"]["devices"] == 9
    assert run.unplaced == []
    placed = {(line.school_id, line.device_type): line.quantity for line in run.lines.all()}
    assert placed == {(city[1].pk, "tablet"): 3, (city[0].pk, "tablet"): 4, (city[0].pk, "pc"): 2}


def test_no_plan_at_all_is_better(coordinator, donor):
    """Every plan that there is for a few needs and gifts, tried one by one."""
    for code, pupils in (("31.73.06.1001", 2), (CENGKARENG, 2)):
        people_at(school_at(code), pupils=pupils, teachers=1)
    wish_of(donor, 2, region="31.73.06", device_type="laptop")
    wish_of(donor, 2)
    run = run_of(coordinator)
    given = given_for("31")
    city = city_of(given.demand)
    found = propose(given.supply, given.demand, seed=run.seed)
    best = max(worth(city, given.supply, plan, Weights(), found) for plan in every_plan(city, given.supply, Weights()))
    assert found.after.worth == best
    stored = {(key_of(wish=line.wish_id), line.school_id, line.need_class, line.quantity) for line in run.lines.all()}
    assert stored == {(line.supply, line.school, line.need_class, line.quantity) for line in found.lines}


def city_of(demand: Demand) -> City:
    """The needs as the pure tests write them: places with (turn, points, lot)."""
    rows = zip(demand.place.tolist(), demand.turn.tolist(), demand.points.tolist(), demand.lot.tolist(), strict=True)
    waiting: dict[int, list[tuple[int, int, int]]] = {at: [] for at in range(len(demand.places))}
    for at, *need in rows:
        waiting[at].append(tuple(need))
    return [(place, waiting[at]) for at, place in enumerate(demand.places)]


def test_what_a_giver_asks_for_is_kept_and_what_stays_is_told(coordinator, donor, city):
    wish = wish_of(donor, 5, region="31.73.01")
    run = run_of(coordinator)
    assert lines_of(run) == [(city[1].pk, "tablet", 3)]
    assert run.unplaced == [{"wish": wish.pk, "lot": None, "quantity": 2, "why": "taken"}]


def test_a_part_of_the_city_takes_wishes_for_around_it_and_for_anywhere(coordinator, donor, city):
    wish_of(donor, 1, region="31.73")
    wish_of(donor, 1)
    wish_of(donor, 1, region="31.73.06")
    run = run_of(coordinator, "31.73.01")
    assert lines_of(run) == [(city[1].pk, "tablet", 1)] * 2


def test_a_cap_of_one_class_and_a_closed_gate_are_kept(coordinator, donor, city):
    set_cap(school=city[0], need_class=PUPILS, cap=2, reason="Uji batas sekolah", actor=coordinator)
    set_gate(school=city[1], is_open=False, reason="Uji pintu sekolah", actor=coordinator)
    wish_of(donor, 4)
    wish_of(donor, 2, device_type="pc")
    run = run_of(coordinator)
    assert lines_of(run) == [(city[0].pk, "tablet", 2), (city[0].pk, "pc", 2)]
    assert "cap" in run.lines.get(device_type="tablet").why["bound"]
    assert [(left["quantity"], left["why"]) for left in run.unplaced] == [(2, "gate")]


def test_the_number_of_queries_does_not_grow(coordinator, donor, city):
    wish_of(donor, 2)
    run = start_matching(region="31", actor=coordinator)
    with CaptureQueriesContext(
        connection,
    ) as few:
        compute(run.public_id)
    for _number in range(5):
        people_at(school_at(CENGKARENG), pupils=2)
        wish_of(donor, 3)
    again = start_matching(region="31", actor=coordinator)
    with CaptureQueriesContext(connection) as many:
        compute(again.public_id)
    assert len(many) == len(few) < 40


# --- the course --------------------------------------------------------------------------------------


def test_a_killed_calculation_is_begun_anew(coordinator, donor, city):
    wish_of(donor, 2)
    run = start_matching(region="31", actor=coordinator)
    assert matching_runs.resume() == 0
    MatchingRun.objects.update(updated_at=timezone.now() - timedelta(minutes=2))
    assert matching_runs.resume() == 1
    run.refresh_from_db()
    assert run.state == MatchingState.PROPOSED
    assert run.lines.exists()
    assert matching_runs.resume() == 0


def test_what_never_ends_is_told_and_can_be_asked_again(coordinator, donor, city):
    run = start_matching(region="31", actor=coordinator)
    long_ago = timezone.now() - timedelta(hours=2)
    MatchingRun.objects.update(updated_at=long_ago, asked_at=long_ago)
    assert matching_runs.resume() == 1
    run.refresh_from_db()
    assert run.state == MatchingState.FAILED
    assert run.failure
    assert Message.objects.filter(kind="donations/matching_failed", to_user_id=coordinator.user_id).exists()
    recompute_matching(run=run, actor=coordinator)
    assert compute(run.public_id)


def test_weights_that_are_none_fail_clearly(coordinator, donor, city):
    run = start_matching(region="31", actor=coordinator)
    type(run.weights).objects.update(values={"per_point": -1})
    compute(run.public_id)
    run.refresh_from_db()
    assert run.state == MatchingState.FAILED


def test_a_run_that_was_dropped_gets_no_lines(coordinator, donor, city):
    wish_of(donor, 2)
    run = start_matching(region="31", actor=coordinator)
    drop_matching(run=run, actor=coordinator)
    assert not compute(run.public_id)
    assert not run.lines.exists()


# --- marks -------------------------------------------------------------------------------------------


def test_what_is_held_fast_and_what_is_forbidden_stays_so(coordinator, donor, city):
    wish_of(donor, 3)
    run = run_of(coordinator)
    there = run.lines.get(school=city[0])
    mark_line(line=there, mark=FORBID, actor=coordinator)
    recompute_matching(run=run, actor=coordinator)
    compute(run.public_id)
    assert lines_of(run) == [(city[0].pk, "tablet", there.quantity), (city[1].pk, "tablet", 3)]
    assert run.lines.get(school=city[0]).is_forbidden
    mark_line(line=run.lines.get(school=city[0]), mark=NOTHING, actor=coordinator)
    mark_line(line=run.lines.get(school=city[1]), mark=PIN, actor=coordinator)
    run.refresh_from_db()
    recompute_matching(run=run, actor=coordinator)
    compute(run.public_id)
    assert lines_of(run) == [(city[1].pk, "tablet", 3)]
    assert run.lines.get().is_pinned


def test_a_change_must_be_calculated_before_it_is_confirmed(coordinator, donor, city):
    wish_of(donor, 3)
    run = run_of(coordinator)
    mark_line(line=run.lines.get(school=city[0]), mark=FORBID, actor=coordinator)
    with pytest.raises(Refused, match="Hitung ulang"):
        confirm_matching(run=run, actor=coordinator)
    assert not Pledge.objects.exists()


def test_devices_can_be_held_for_another_school(coordinator, donor, city):
    wish_of(donor, 2, region="31.73")
    run = run_of(coordinator)
    line = run.lines.get(school=city[0])
    move_line(line=line, school=city[1], quantity=1, actor=coordinator)
    recompute_matching(run=run, actor=coordinator)
    compute(run.public_id)
    assert run.lines.get(school=city[1]).is_pinned
    assert sum(quantity for _school, _type, quantity in lines_of(run)) == 2


def test_what_a_mark_costs_is_told_before(coordinator, donor, city):
    wish_of(donor, 8)
    run = run_of(coordinator)
    line = run.lines.get(school=city[1])
    price = price_of_forbid(line)
    assert price.cost is not None
    assert price.cost.devices == -3
    assert price_of_pin(line).cost.devices == 0  # type: ignore[union-attr]
    assert price_of_pin(line, school_id=city[0].pk, quantity=6).why == "quantity"
    assert not run.lines.filter(is_pinned=True).exists()


def test_what_cannot_be_held_fast_any_more_is_told(coordinator, donor, city):
    wish_of(donor, 3)
    run = run_of(coordinator)
    mark_line(line=run.lines.get(school=city[1]), mark=PIN, actor=coordinator)
    promise(donor, city[1], offer(3))
    recompute_matching(run=run, actor=coordinator)
    compute(run.public_id)
    run.refresh_from_db()
    assert [(gone["school"], gone["why"]) for gone in run.figures["loosened"]] == [(city[1].pk, "quantity")]
    assert lines_of(run) == [(city[0].pk, "tablet", 3)]
