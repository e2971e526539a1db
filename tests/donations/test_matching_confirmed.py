"""Proposals that are confirmed against needs that move, by whom they may be, by a page or a worker; nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from donations import matching_runs
from donations.actions.confirm_matching import confirm_matching
from donations.actions.drop_matching import drop_matching
from donations.actions.mark_line import PIN, mark_line
from donations.actions.order_confirmation import order_confirmation
from donations.actions.recompute_matching import recompute_matching
from donations.actions.set_cap import set_cap
from donations.actions.set_gate import set_gate
from donations.actions.start_matching import start_matching
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.actions.withdraw_wish import withdraw_wish
from donations.matching_input import given_for
from donations.models import Allocation, MatchingLine, MatchingRun, Pledge, Wish
from donations.states import LineState, MatchingState, WishState
from ksbb.accounts.models import Membership
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from recipients.actions.fold_tallies import fold_tallies
from recipients.models import NeedClass
from recipients.statistics import figures_of_school, recount
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


def conserved() -> bool:
    """What was placed lives in pledges, and the rest waits: none lost, none twice."""
    held = {wish.pk: Allocation.objects.live().filter(line__pledge__wish=wish).count() for wish in Wish.objects.all()}
    return all(
        wish.placed == held[wish.pk] and wish.left + held[wish.pk] == wish.quantity for wish in Wish.objects.all()
    )


def counts(school) -> tuple[int, int]:
    fold_tallies()
    found = figures_of_school(school.pk)[PUPILS]
    assert recount()[school.pk, PUPILS] == found
    return found.open, found.reserved


# --- confirmed ---------------------------------------------------------------------------------------


def test_a_confirmed_run_becomes_pledges_and_both_sides_are_told_once(coordinator, donor, acting, city):
    principal = acting("principal", organisation=city[0].organisation)
    wish = wish_of(donor, 6)
    run = confirm_matching(run=run_of(coordinator), actor=coordinator)
    assert run.state == MatchingState.CONFIRMED
    assert run.confirmed_by_id == coordinator.user_id
    wish.refresh_from_db()
    assert (wish.state, wish.placed) == (WishState.PLACED, 6)
    assert conserved()
    assert counts(city[0])[1] + counts(city[1])[1] == 6
    assert Pledge.objects.filter(wish=wish, state="committed", donor=wish.donor).count() == 2
    assert set(run.lines.values_list("state", flat=True)) == {LineState.APPLIED}
    assert Message.objects.filter(kind="donations/wish_placed", to_user_id=donor.user_id).count() == 2
    assert Message.objects.filter(kind="donations/pledge_received", to_user_id=principal.user_id).count() == 1


def test_sent_twice_it_is_applied_once(coordinator, donor, city):
    wish_of(donor, 6)
    run = run_of(coordinator)
    confirm_matching(run=run, actor=coordinator)
    confirm_matching(run=run, actor=coordinator)
    assert Pledge.objects.count() == 2
    assert conserved()


def test_only_what_was_chosen_is_applied(coordinator, donor, city):
    wish = wish_of(donor, 6)
    run = run_of(coordinator)
    chosen = run.lines.get(school=city[1])
    confirm_matching(run=run, actor=coordinator, chosen=[chosen.pk])
    wish.refresh_from_db()
    assert (wish.state, wish.placed) == (WishState.OPEN, chosen.quantity)
    assert run.lines.get(school=city[0]).state == LineState.LEFT_OUT
    assert conserved()


def test_needs_that_went_to_others_leave_the_devices_waiting(coordinator, donor, acting, city):
    """Cengkareng's needs are promised to somebody else, Kalideres' in part: the rest is proposed again by the next run."""
    wish = wish_of(donor, 8)
    run = run_of(coordinator)
    assert lines_of(run) == [(city[0].pk, "tablet", 5), (city[1].pk, "tablet", 3)]
    other = acting("donor")
    promise(other, city[1], offer(3))
    promise(other, city[0], offer(2))
    confirm_matching(run=run, actor=coordinator)
    there, gone = run.lines.get(school=city[0]), run.lines.get(school=city[1])
    assert (there.state, there.applied_quantity, there.why["less"]) == (LineState.APPLIED, 3, "taken")
    assert (gone.state, gone.applied_quantity, gone.pledge) == (LineState.MOVED, 0, None)
    wish.refresh_from_db()
    assert (wish.state, wish.placed, wish.left) == (WishState.OPEN, 3, 5)
    assert conserved()
    people_at(city[1], pupils=5)
    confirm_matching(run=run_of(coordinator), actor=coordinator)
    wish.refresh_from_db()
    assert wish.state == WishState.PLACED
    assert conserved()


def test_caps_and_gates_set_since_are_kept(coordinator, donor, city):
    wish_of(donor, 8)
    run = run_of(coordinator)
    set_cap(school=city[0], need_class=PUPILS, cap=1, reason="Uji batas sekolah", actor=coordinator)
    set_gate(school=city[1], is_open=False, reason="Uji pintu sekolah", actor=coordinator)
    confirm_matching(run=run, actor=coordinator)
    capped, closed = run.lines.get(school=city[0]), run.lines.get(school=city[1])
    assert (capped.applied_quantity, capped.why["less"]) == (1, "cap")
    assert (closed.applied_quantity, closed.why["less"]) == (0, "gate")
    assert conserved()


def test_a_gift_that_was_taken_back_is_not_given(coordinator, donor, city):
    wish = wish_of(donor, 2)
    run = run_of(coordinator)
    withdraw_wish(wish=wish, actor=donor)
    confirm_matching(run=run, actor=coordinator)
    assert not Pledge.objects.exists()
    assert set(run.lines.values_list("state", flat=True)) == {LineState.MOVED}


def test_a_pledge_that_falls_through_waits_for_the_next_run(coordinator, donor, city):
    wish = wish_of(donor, 3, region="31.73.01")
    confirm_matching(run=run_of(coordinator), actor=coordinator)
    withdraw_pledge(pledge=Pledge.objects.get(), actor=donor, reason="Uji")
    wish.refresh_from_db()
    assert (wish.state, wish.left) == (WishState.OPEN, 3)
    assert lines_of(run_of(coordinator)) == [(city[1].pk, "tablet", 3)]


# --- by a worker -------------------------------------------------------------------------------------


def test_many_lines_are_applied_by_a_worker_in_the_name_of_who_agreed(coordinator, donor, city):
    wish_of(donor, 6)
    run = run_of(coordinator)
    chosen = list(run.lines.values_list("pk", flat=True))
    order_confirmation(run=run, actor=coordinator, chosen=chosen)
    order_confirmation(run=run, actor=coordinator, chosen=chosen[:1])
    run.refresh_from_db()
    assert run.is_applying
    with pytest.raises(Refused, match="sedang diterapkan"):
        recompute_matching(run=run, actor=coordinator)
    with pytest.raises(Refused, match="sedang diterapkan"):
        drop_matching(run=run, actor=coordinator)
    assert matching_runs.apply(run.public_id)
    assert not matching_runs.apply(run.public_id)
    run.refresh_from_db()
    assert (run.state, run.confirmed_by_id) == (MatchingState.CONFIRMED, coordinator.user_id)
    assert Pledge.objects.count() == 2
    assert conserved()
    assert Message.objects.filter(kind="donations/matching_applied", to_user_id=coordinator.user_id).count() == 1


def test_a_worker_that_was_killed_is_followed_by_another(coordinator, donor, city):
    wish_of(donor, 6)
    run = run_of(coordinator)
    order_confirmation(run=run, actor=coordinator, chosen=list(run.lines.values_list("pk", flat=True)))
    assert matching_runs.resume() == 0
    MatchingRun.objects.update(updated_at=timezone.now() - timedelta(minutes=2))
    assert matching_runs.resume() == 1
    assert conserved()
    assert Pledge.objects.count() == 2


def test_who_left_the_office_meanwhile_agrees_to_nothing(coordinator, donor, city):
    wish_of(donor, 6)
    run = run_of(coordinator)
    order_confirmation(run=run, actor=coordinator, chosen=list(run.lines.values_list("pk", flat=True)))
    Membership.objects.filter(pk=coordinator.membership_id).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert not matching_runs.apply(run.public_id)
    run.refresh_from_db()
    assert not run.is_applying
    assert not Pledge.objects.exists()


# --- who ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["city_supervisor", "donor", "principal", "validator", "auditor"])
def test_others_may_not(acting, coordinator, donor, city, role):
    outsider = acting(role)
    with pytest.raises(Forbidden):
        start_matching(region="31.73", actor=outsider)
    wish_of(donor, 2)
    run = run_of(coordinator)
    with pytest.raises(Forbidden):
        confirm_matching(run=run, actor=outsider)


def test_another_province_has_its_own(acting, coordinator, donor, city):
    wish_of(donor, 2)
    run = run_of(coordinator)
    stranger = acting("coordinator", codes=["32"])
    assert not MatchingRun.objects.visible_to(stranger).exists()
    assert not MatchingLine.objects.visible_to(stranger).exists()
    with pytest.raises(Refused):
        start_matching(region="31", actor=stranger)
    for act in (confirm_matching, drop_matching, recompute_matching):
        with pytest.raises(Forbidden):
            act(run=run, actor=stranger)
    with pytest.raises(Forbidden):
        mark_line(line=run.lines.all()[0], mark=PIN, actor=stranger)


def test_nobody_else_learns_of_it_before(acting, coordinator, donor, city):
    wish_of(donor, 2)
    run_of(coordinator)
    school = acting("principal", organisation=city[0].organisation)
    assert not Pledge.objects.visible_to(school).exists()
    assert not MatchingRun.objects.visible_to(school).exists()
    assert not MatchingRun.objects.visible_to(donor).exists()


def test_the_reading_takes_only_the_ground(donor, city):
    people_at(school_at("32.04.05.2001"), pupils=2)
    assert int(given_for("31").waiting.sum()) == 10
    assert int(given_for("").waiting.sum()) == 12
