"""A basket holds what is in it for half an hour, keeps what was typed, and is promised whole or not at all."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from donations.actions.add_to_basket import add_to_basket
from donations.actions.change_item import change_item
from donations.actions.commit_basket import commit_basket
from donations.actions.drop_basket import drop_basket
from donations.actions.expire_holds import expire_holds
from donations.actions.hold_basket import hold_basket
from donations.actions.open_basket import open_basket
from donations.actions.plan_basket import plan_basket
from donations.actions.remove_item import remove_item
from donations.holding import NotEnoughLeft
from donations.models import Allocation, Allowance, Basket, BasketItem, Consignment, Gate, Pledge, Wish
from donations.states import BasketState, PledgeState
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.sealing import unseal
from ksbb.notifications.models import Message
from recipients.models import NeedClass
from recipients.statistics import figures_of_school
from tests.factories.donations import donor_of, offer, people_at, promise, school_at
from tests.factories.giving import basket_of, later, line_for, listed_aggregator

pytestmark = pytest.mark.django_db
PUPILS = NeedClass.STUDENT_DEVICE


def counts(school) -> tuple[int, int]:
    """(open, reserved) of the pupils' needs."""
    found = figures_of_school(school.pk)[PUPILS]
    return found.open, found.reserved


def send(basket, actor, **how) -> Basket:
    plan_basket(basket=basket, actor=actor, proposed_on=later(), delivery="bring")
    return commit_basket(
        basket=basket, signed_name="Rara Uji", request_key=how.pop("key", uuid.uuid4()), actor=actor, **how
    )


def run_out(basket) -> int:
    basket.refresh_from_db()
    return expire_holds(now=basket.held_until + timedelta(seconds=1))


# --- holding ---


def test_what_is_put_in_is_kept_from_others_and_seen_by_nobody_else(donor, acting, principal, school):
    basket = basket_of(donor)
    line_for(basket, donor, school, 4)
    assert counts(school) == (1, 4)
    with pytest.raises(NotEnoughLeft, match="Tinggal 1 gawai"):
        promise(acting("donor"), school, offer(2))
    assert not Pledge.objects.visible_to(principal).exists()
    assert not Pledge.objects.visible_to(donor).exists()
    assert not Allocation.objects.visible_to(principal).exists()
    assert not Message.objects.exists()


def test_more_than_is_left_is_not_put_in_at_all(donor, school):
    basket = basket_of(donor)
    with pytest.raises(NotEnoughLeft, match="Tinggal 5 gawai"):
        line_for(basket, donor, school, 6)
    assert (basket.items.count(), counts(school), Pledge.objects.count()) == (0, (5, 0), 0)


def test_one_basket_per_person_whatever_is_clicked(donor, acting):
    assert basket_of(donor) == basket_of(donor)
    with pytest.raises(Forbidden):
        open_basket(donor=donor_of(donor), actor=acting("donor"))


def test_changing_the_number_changes_what_is_held(donor, school):
    basket = basket_of(donor)
    item = line_for(basket, donor, school, 2)
    change_item(item=item, actor=donor, quantity=4)
    assert counts(school) == (1, 4)
    change_item(item=item, actor=donor, quantity=1)
    assert counts(school) == (4, 1)
    with pytest.raises(NotEnoughLeft):
        change_item(item=item, actor=donor, quantity=9)
    item.refresh_from_db()
    assert (item.quantity, counts(school)) == (1, (4, 1))
    change_item(item=item, actor=donor, need_class="teacher_computer", device_type="laptop")
    assert counts(school) == (5, 0)
    assert figures_of_school(school.pk)["teacher_computer"].reserved == 1


def test_the_most_urgent_needs_stay_when_a_basket_shrinks(donor, school):
    basket = basket_of(donor)
    item = line_for(basket, donor, school, 4)
    ranks = list(Allocation.objects.order_by("need__promised_rank").values_list("need__promised_rank", flat=True))
    change_item(item=item, actor=donor, quantity=2)
    left = Allocation.objects.order_by("need__promised_rank").values_list("need__promised_rank", flat=True)
    assert list(left) == ranks[:2]


def test_taking_out_and_giving_up_let_go_at_once(donor, school):
    basket = basket_of(donor)
    first = line_for(basket, donor, school, 2)
    line_for(basket, donor, school, 1, "laptop", need_class="teacher_computer")
    remove_item(item=first, actor=donor)
    assert counts(school) == (5, 0)
    drop_basket(basket=basket, actor=donor)
    assert figures_of_school(school.pk)["teacher_computer"].open == 2
    assert not Pledge.objects.exclude(state=PledgeState.EXPIRED).exists()
    with pytest.raises(Refused, match="keranjang baru"):
        line_for(basket, donor, school, 1)


def test_what_does_not_fit_is_refused(donor, school):
    basket = basket_of(donor)
    with pytest.raises(Refused, match="tidak sesuai"):
        line_for(basket, donor, school, 1, "pc")
    with pytest.raises(Refused, match="belum ikut program"):
        line_for(basket, donor, school_at(accepted=False), 1)


# --- caps and gates ---


def test_a_cap_and_a_gate_hold_for_baskets_too(donor, school):
    cap = Allowance.objects.create(school=school, region=school.region, need_class=PUPILS, cap=3)
    promise(donor, school, offer(1))
    basket = basket_of(donor)
    with pytest.raises(Refused, match="hanya boleh menerima 2 gawai lagi"):
        line_for(basket, donor, school, 3)
    item = line_for(basket, donor, school, 2)
    with pytest.raises(Refused, match="batas bantuan"):
        promise(donor, school, offer(1))
    Allowance.objects.filter(pk=cap.pk).update(cap=None)
    Gate.objects.create(school=school, region=school.region, is_open=False, reason="Laporan terlambat.")
    with pytest.raises(Refused, match="belum dapat menerima"):
        change_item(item=item, actor=donor, quantity=3)
    # What is held already is no new promise.
    assert send(basket, donor).state == BasketState.COMMITTED


# --- running out, and coming back ---


def test_the_time_runs_out_and_the_typing_stays(donor, school):
    basket = basket_of(donor)
    item = line_for(basket, donor, school, 3, brand="Contoh", specification="layar 10 inci")
    basket.refresh_from_db()
    assert basket.held_until
    assert timedelta(minutes=29) < basket.held_until - timezone.now() <= timedelta(minutes=30)
    assert expire_holds() == 0
    assert run_out(basket) == 3
    assert expire_holds(now=timezone.now() + timedelta(days=1)) == 0
    item.refresh_from_db()
    basket.refresh_from_db()
    assert (item.quantity, item.brand) == (3, "Contoh")
    assert item.line_id is None
    assert not Basket.objects.filter(held_until__isnull=False).exists()
    assert counts(school) == (5, 0)


def test_who_comes_back_hears_what_shrank(donor, acting, school):
    basket = basket_of(donor)
    line_for(basket, donor, school, 3)
    line_for(basket, donor, school, 1, "laptop", need_class="teacher_computer")
    run_out(basket)
    promise(acting("donor"), school, offer(4))
    [short] = hold_basket(basket=basket, actor=donor)
    assert (short.item.need_class, short.item.quantity, short.count) == (PUPILS, 3, 1)
    assert counts(school) == (0, 5)
    with pytest.raises(NotEnoughLeft) as told:
        send(basket, donor)
    assert (told.value.left, told.value.school_id) == (0, school.pk)
    basket.refresh_from_db()
    assert (basket.state, basket.items.count()) == (BasketState.OPEN, 2)


def test_nothing_left_at_all_leaves_nothing_behind(donor, acting, school):
    basket = basket_of(donor)
    line_for(basket, donor, school, 2)
    run_out(basket)
    promise(acting("donor"), school, offer(5))
    [short] = hold_basket(basket=basket, actor=donor)
    basket.refresh_from_db()
    assert (short.count, basket.held_until) == (0, None)
    assert not Pledge.objects.filter(state=PledgeState.DRAFT).exists()


def test_adding_does_not_prolong_what_is_kept_from_others(donor, school):
    basket = basket_of(donor)
    line_for(basket, donor, school, 1)
    basket.refresh_from_db()
    before = basket.held_until
    line_for(basket, donor, school, 1)
    basket.refresh_from_db()
    assert basket.held_until == before


# --- sending ---


def test_all_targets_are_promised_in_one_go(donor, principal, acting, school):
    other = school_at("31.72.01.1001", name="SMP Uji Lain")
    people_at(other, pupils=2)
    aggregator = listed_aggregator(acting("aggregator"))
    basket = basket_of(donor)
    line_for(basket, donor, school, 2, brand="Contoh", model="Tab 10", year=2024, unit_value=2_000_000)
    line_for(basket, donor, school, 1, "laptop", need_class="teacher_computer", condition="used")
    line_for(basket, donor, other, 1, "phone")
    add = {"basket": basket, "actor": donor, "condition": "new", "quantity": 5}
    add_to_basket(target="area", area="31.73.06", form="SMP", device_type="tablet", **add)
    add_to_basket(target="neediest", device_type="laptop", **add)
    add_to_basket(target="aggregator", aggregator=aggregator, device_type="phone", **add)
    add_to_basket(
        target="aggregator", aggregator=aggregator, device_type="", **{**add, "quantity": 1}, amount=50_000_000
    )
    done = send(basket, donor, signature="M1 1L2 2")
    assert (done.state, done.held_until) == (BasketState.COMMITTED, None)
    pledges = Pledge.objects.order_by("school_id")
    assert [(one.state, one.school_id) for one in pledges] == [("committed", school.pk), ("committed", other.pk)]
    first = pledges[0]
    assert sorted(first.lines.values_list("device_type", "quantity", "brand", "unit_value")) == [
        ("laptop", 1, "", 0),
        ("tablet", 2, "Contoh", 2_000_000),
    ]
    assert (first.signed_name, unseal(first.signature_sealed), first.basket_id) == ("Rara Uji", "M1 1L2 2", basket.pk)
    assert sorted(Wish.objects.values_list("region", "form", "quantity")) == [("", "", 5), ("31.73.06", "SMP", 5)]
    assert sorted(Consignment.objects.values_list("kind", "amount", "quantity")) == [
        ("devices", 0, 5),
        ("money", 50_000_000, 1),
    ]
    told = Message.objects.values_list("kind", flat=True)
    assert sorted(told) == [
        "donations/basket_thanks",
        "donations/consignment_offered",
        "donations/consignment_offered",
        "donations/pledge_received",
    ]
    assert Pledge.objects.visible_to(principal).get() == first
    assert open_basket(donor=donor_of(donor), actor=donor) != basket


def test_sent_twice_it_is_one_promise_and_one_letter(donor, school):
    basket, key = basket_of(donor), uuid.uuid4()
    line_for(basket, donor, school, 2)
    assert send(basket, donor, key=key) == commit_basket(
        basket=basket, signed_name="Rara Uji", request_key=key, actor=donor
    )
    assert (Pledge.objects.count(), counts(school)) == (1, (3, 2))
    assert Message.objects.filter(kind="donations/basket_thanks").count() == 1


def test_a_basket_that_ran_out_is_still_promised_when_all_is_there(donor, school):
    basket = basket_of(donor)
    line_for(basket, donor, school, 3)
    run_out(basket)
    assert send(basket, donor).state == BasketState.COMMITTED
    assert counts(school) == (2, 3)


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({"delivery": "bring"}, "antara hari ini dan 180 hari"),
        ({"proposed_on": later(), "delivery": ""}, "cara pengantaran"),
        ({"proposed_on": later(), "delivery": "drop_point"}, "titik kumpul"),
    ],
)
def test_what_is_not_said_is_asked_for(donor, school, plan, told):
    basket = basket_of(donor)
    line_for(basket, donor, school, 1)
    plan_basket(basket=basket, actor=donor, **plan)
    with pytest.raises(Refused, match=told):
        commit_basket(basket=basket, signed_name="Rara Uji", request_key=uuid.uuid4(), actor=donor)
    assert BasketItem.objects.count() == 1


def test_an_aggregator_that_lost_its_licence_meanwhile_takes_nothing(donor, acting):
    aggregator = listed_aggregator(acting("aggregator"))
    basket = basket_of(donor)
    add_to_basket(
        basket=basket, actor=donor, target="aggregator", aggregator=aggregator, device_type="phone", condition="new",
        quantity=2,
    )  # fmt: skip
    aggregator.aggregator.licences.update(state="suspended")
    with pytest.raises(Refused, match="izin atau verifikasinya"):
        send(basket, donor)
    assert Consignment.objects.count() == 0


def test_one_basket_keeps_no_more_than_a_thousand_from_others(donor, school):
    basket = basket_of(donor)
    item = line_for(basket, donor, school, 2)
    BasketItem.objects.filter(pk=item.pk).update(quantity=1000)
    with pytest.raises(Refused, match="paling banyak"):
        line_for(basket, donor, school, 1)
    change_item(item=item, actor=donor, quantity=5)
    assert counts(school) == (0, 5)
