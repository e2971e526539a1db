"""Confirmations with real connections: applied once, never beyond a need or a gift, nothing lost."""

from __future__ import annotations

from functools import partial

import pytest

from donations.actions.confirm_matching import confirm_matching
from donations.actions.start_matching import start_matching
from donations.actions.withdraw_wish import withdraw_wish
from donations.matching_runs import compute
from donations.models import Allocation, MatchingRun, Pledge, Wish
from donations.states import MatchingState
from ksbb.audit.models import Event
from recipients.models import NeedClass
from recipients.statistics import figures_of_school, recount
from tests.donations.parallel import at_once, kinds
from tests.factories.donations import offer, people_at, promise, school_at
from tests.factories.giving import wish_of
from tests.factories.matching import run_of

pytestmark = pytest.mark.django_db(transaction=True)
PUPILS = NeedClass.STUDENT_DEVICE


@pytest.fixture
def wanted():
    school = school_at()
    people_at(school, pupils=10)
    return school


@pytest.fixture
def officers(acting):
    return [acting("coordinator") for _number in range(4)]


def conserved() -> None:
    """placed + left = quantity, and what is placed is held, for every wish."""
    for wish in Wish.objects.all():
        held = Allocation.objects.live().filter(line__pledge__wish=wish).count()
        assert (wish.placed, wish.left + held) == (held, wish.quantity)


def counts(school) -> tuple[int, int]:
    found = figures_of_school(school.pk)[PUPILS]
    assert recount()[school.pk, PUPILS] == found
    return found.open, found.reserved


def test_four_officers_at_once_confirm_it_once(wanted, officers, acting):
    wish_of(acting("donor"), 4)
    wish_of(acting("donor"), 3)
    run = run_of(officers[0])
    answers = at_once([partial(confirm_matching, run=run, actor=officer) for officer in officers * 2])
    assert kinds(answers) == {"MatchingRun": 8}
    assert Pledge.objects.count() == 2
    assert Event.objects.filter(action="matching.confirmed").count() == 1
    assert counts(wanted) == (3, 7)
    conserved()


def test_two_proposals_of_the_same_gifts_give_each_device_once(wanted, officers, acting):
    for _number in range(3):
        wish_of(acting("donor"), 3)
    runs = [run_of(officer) for officer in officers]
    answers = at_once(
        [partial(confirm_matching, run=run, actor=officer) for run, officer in zip(runs, officers, strict=True)]
    )
    assert kinds(answers) == {"MatchingRun": 4}
    assert counts(wanted) == (1, 9)
    assert sum(MatchingRun.objects.values_list("lines__applied_quantity", flat=True)) == 9
    conserved()


def test_a_confirmation_among_givers_never_gives_beyond_the_need(wanted, officers, acting):
    for _number in range(4):
        wish_of(acting("donor"), 2)
    run = run_of(officers[0])
    donors = [acting("donor") for _number in range(8)]
    steps = [partial(promise, donor, wanted, offer(1)) for donor in donors]
    answers = at_once([partial(confirm_matching, run=run, actor=officers[0]), *steps])
    assert set(kinds(answers)) <= {"MatchingRun", "Pledge", "NotEnoughLeft"}
    still_open, reserved = counts(wanted)
    assert still_open + reserved == 10
    assert Allocation.objects.live().values("need").distinct().count() == reserved
    conserved()


def test_a_gift_that_is_taken_back_at_that_moment_is_given_or_not(wanted, officers, acting):
    donor = acting("donor")
    wish = wish_of(donor, 5)
    run = run_of(officers[0])
    at_once([partial(confirm_matching, run=run, actor=officers[0]), partial(withdraw_wish, wish=wish, actor=donor)])
    run.refresh_from_db()
    assert run.state == MatchingState.CONFIRMED
    conserved()


def test_several_workers_calculate_a_run_once(wanted, officers, acting):
    wish_of(acting("donor"), 5)
    run = start_matching(region="31", actor=officers[0])
    answers = at_once([partial(compute, run.public_id)] * 4)
    assert answers.count(True) == 1
    assert sum(run.lines.values_list("quantity", flat=True)) == 5
    assert Event.objects.filter(action="matching.proposed").count() == 1
