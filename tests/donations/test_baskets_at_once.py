"""Baskets, changes and endings with real connections: nothing is held twice, nothing is returned twice (Q16, Q18, Q20)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from donations.actions.change_item import change_item
from donations.actions.commit_basket import commit_basket
from donations.actions.edit_pledge import edit_pledge
from donations.actions.expire_holds import expire_holds
from donations.actions.expire_offers import expire_offers
from donations.actions.expire_pledges import expire_pledges
from donations.actions.open_basket import open_basket
from donations.actions.plan_basket import plan_basket
from donations.actions.remind_givers import remind_givers
from donations.actions.split_pledge import split_pledge
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.models import Allocation, Allowance, Basket, Pledge, Wish
from donations.states import PledgeState
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.notifications.models import Message
from recipients.models import NeedClass
from recipients.statistics import figures_of_school, recount
from tests.donations.parallel import at_once, kinds
from tests.factories.donations import appoint, donor_of, offer, people_at, promise, school_at
from tests.factories.giving import basket_of, later, line_for, wish_of

pytestmark = pytest.mark.django_db(transaction=True)
PUPILS = NeedClass.STUDENT_DEVICE


@pytest.fixture
def wanted():
    """A school whose ten pupils wait."""
    school = school_at()
    people_at(school, pupils=10)
    return school


@pytest.fixture
def donors(acting):
    return [acting("donor") for _number in range(8)]


def counts(school) -> tuple[int, int]:
    found = figures_of_school(school.pk)[PUPILS]
    assert recount()[school.pk, PUPILS] == found
    return found.open, found.reserved


def ready(donor, school, quantity: int) -> Basket:
    basket = basket_of(donor)
    line_for(basket, donor, school, quantity)
    return plan_basket(basket=basket, actor=donor, proposed_on=later(), delivery="bring")


def sending(basket, donor, key=None):
    return partial(commit_basket, basket=basket, signed_name="Rara Uji", request_key=key or uuid.uuid4(), actor=donor)


def test_baskets_and_short_promises_together_give_exactly_ten(wanted, donors):
    baskets = [basket_of(donor) for donor in donors]
    steps: list[Any] = [
        partial(line_for, basket, donor, wanted, 2) for basket, donor in zip(baskets, donors, strict=True)
    ]
    steps += [partial(promise, donor, wanted, offer(2)) for donor in donors]
    answers = kinds(at_once(steps))
    assert answers.get("BasketItem", 0) + answers.get("Pledge", 0) == 5
    assert set(answers) <= {"BasketItem", "Pledge", "NotEnoughLeft"}
    assert counts(wanted) == (0, 10)
    assert Allocation.objects.values("need").distinct().count() == 10


def test_one_basket_opens_however_many_tabs(donors):
    answers = at_once([partial(open_basket, donor=donor_of(donors[0]), actor=donors[0])] * 8)
    assert len({answer.pk for answer in answers}) == 1


def test_a_basket_sent_eight_times_at_once_is_promised_once(wanted, donors):
    basket = ready(donors[0], wanted, 3)
    answers = at_once([sending(basket, donors[0], uuid.UUID(int=7))] * 8)
    assert kinds(answers) == {"Basket": 8}
    assert (Pledge.objects.count(), counts(wanted)) == (1, (7, 3))
    assert Message.objects.filter(kind="donations/basket_thanks").count() == 1
    assert Event.objects.filter(action="pledge.committed").count() == 1


def test_two_workers_let_go_of_each_hold_once(wanted, donors):
    for donor in donors[:5]:
        ready(donor, wanted, 2)
    late = timezone.now() + timedelta(hours=1)
    assert counts(wanted) == (0, 10)
    assert sum(at_once([partial(expire_holds, now=late)] * 6)) == 10
    assert counts(wanted) == (10, 0)
    assert Pledge.objects.filter(state=PledgeState.EXPIRED).count() == 5


def test_a_hold_is_sent_or_let_go_and_never_both(wanted, donors):
    for number in range(10):
        basket = ready(donors[0], wanted, 4)
        late = timezone.now() + timedelta(hours=1)
        steps = [sending(basket, donors[0]), partial(expire_holds, now=late), partial(expire_holds, now=late)]
        sent, *_expired = at_once(steps)
        # Sent before the time was up or after it: the needs were still there, so it is promised either way.
        assert isinstance(sent, Basket), sent
        assert counts(wanted) == (6, 4), number
        withdraw_pledge(pledge=Pledge.objects.get(state=PledgeState.COMMITTED), actor=donors[0], reason="Lagi.")
        assert counts(wanted) == (10, 0)


def test_a_cap_holds_however_many_come_at_once(wanted, donors):
    Allowance.objects.create(school=wanted, region=wanted.region, need_class=PUPILS, cap=4)
    answers = at_once([partial(promise, donor, wanted, offer(1)) for donor in donors])
    assert kinds(answers) == {"Pledge": 4, "Refused": 4}
    assert counts(wanted) == (6, 4)


def test_an_item_typed_twice_at_once_holds_what_it_says(wanted, donors):
    basket = basket_of(donors[0])
    item = line_for(basket, donors[0], wanted, 2)
    steps = [partial(change_item, item=item, actor=donors[0], quantity=number) for number in (1, 5, 3, 7)]
    assert kinds(at_once(steps)) == {"BasketItem": 4}
    item.refresh_from_db()
    assert counts(wanted) == (10 - item.quantity, item.quantity)


def test_a_promise_is_changed_divided_or_taken_back_in_one_order(wanted, donors):
    for _round in range(8):
        made = promise(donors[0], wanted, offer(4))
        line = made.lines.get()
        steps: list[Any] = [
            partial(edit_pledge, pledge=made, quantities={line.pk: 2}, actor=donors[0]),
            partial(
                split_pledge, pledge=made, parts={line.pk: 1}, proposed_on=later(30), request_key=uuid.uuid4(),
                actor=donors[0],
            ),
            partial(withdraw_pledge, pledge=made, actor=donors[0], reason="Tidak jadi."),
            partial(appoint, made),
        ]  # fmt: skip
        assert set(kinds(at_once(steps))) <= {"Pledge", "Handover", "Refused"}
        held = Allocation.objects.filter(state__in=["reserved", "scheduled"]).count()
        assert counts(wanted) == (10 - held, held)
        for rest in Pledge.objects.filter(state=PledgeState.COMMITTED):
            withdraw_pledge(pledge=rest, actor=donors[0], reason="Tidak jadi.")
    assert counts(wanted) == (10, 0)


def test_two_workers_end_each_stale_promise_once(wanted, donors):
    for donor in donors[:4]:
        promise(donor, wanted, offer(2))
    Pledge.objects.update(proposed_on=timezone.localdate() - timedelta(days=20))
    assert sum(at_once([expire_pledges] * 6)) == 4
    assert counts(wanted) == (10, 0)
    assert Event.objects.filter(action="pledge.expired").count() == 4


def test_an_appointment_made_at_that_moment_saves_the_promise(wanted, donors):
    for _round in range(6):
        made = promise(donors[0], wanted, offer(2))
        Pledge.objects.filter(pk=made.pk).update(proposed_on=timezone.localdate() - timedelta(days=20))
        steps: list[Any] = [expire_pledges, partial(appoint, made), expire_pledges]
        at_once(steps)
        made.refresh_from_db()
        planned = made.handovers.filter(state="planned").exists()
        assert planned == (made.state == PledgeState.COMMITTED)
        held = Allocation.objects.filter(line__pledge=made, state__in=["reserved", "scheduled"]).count()
        assert held == (2 if planned else 0)


def test_reminders_and_endings_of_wishes_go_out_once(wanted, donors):
    made = promise(donors[0], wanted, offer(1))
    today = made.proposed_on - timedelta(days=1)
    assert sum(at_once([partial(remind_givers, today=today)] * 4)) == 1
    wish_of(donors[0], proposed_on=timezone.localdate() - timedelta(days=20))
    assert sum(at_once([expire_offers] * 4)) == 1
    assert Wish.objects.get().state == "expired"


def test_everything_is_done_by_the_system_when_nobody_is_there(wanted, donors):
    made = promise(donors[0], wanted, offer(3))
    edit_pledge(pledge=made, quantities={made.lines.get().pk: 1}, actor=SYSTEM)
    assert counts(wanted) == (9, 1)
