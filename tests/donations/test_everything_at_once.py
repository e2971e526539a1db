"""Everybody works on the same school in the same minute: no deadlock reaches a person, and every number stays right (Q17)."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from donations.actions import settle
from donations.actions.cancel_handover import cancel_handover
from donations.actions.change_item import change_item
from donations.actions.commit_basket import commit_basket
from donations.actions.edit_pledge import edit_pledge
from donations.actions.expire_holds import expire_holds
from donations.actions.expire_pledges import expire_pledges
from donations.actions.issue_certificates import issue_certificates
from donations.actions.plan_basket import plan_basket
from donations.actions.split_pledge import split_pledge
from donations.actions.tell_shortfalls import tell_shortfalls
from donations.actions.void_certificates import void_certificates
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.models import (
    Allocation,
    Basket,
    BasketItem,
    Handover,
    HandoverCertificate,
    Pledge,
    PledgeLine,
    Shortfall,
)
from donations.shortfalls import Absent
from donations.states import AllocationState, HandoverState, PledgeState
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Refused
from ksbb.common.states import StaleState
from recipients.actions.assess import assess
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.record_circumstances import record_circumstances
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import Need, Recipient
from recipients.states import NeedState
from recipients.statistics import figures_of_schools, recount
from tests.donations.parallel import at_once, kinds
from tests.factories.donations import appoint, confirm, donor_of, offer, people_at, promise, record_all, school_at
from tests.factories.giving import basket_of, later, line_for

pytestmark = pytest.mark.django_db(transaction=True)

HANDS, STEPS, STORMS = 8, 30, 40


class Town:
    """One school, three donors, and whatever comes to a hand."""

    def __init__(self, acting) -> None:
        self.school = school_at()
        people_at(self.school, pupils=24, teachers=6)
        self.principal = acting("principal", organisation=self.school.organisation)
        self.donors = [acting("donor") for _number in range(3)]
        for donor in self.donors:
            donor_of(donor)

    def steps(self) -> dict[str, Callable[[random.Random], object]]:
        return {
            "promise": self.promise,
            "withdraw": self.withdraw,
            "appoint": self.appoint,
            "cancel": self.cancel,
            "prepare": self.prepare,
            "void": self.void,
            "hand over": self.hand_over,
            "fall short": self.fall_short,
            "refute": self.refute,
            "learn": self.learn,
            "assess": lambda _dice: assess(school_ids=[self.school.pk]),
            "leave": self.leave,
            "fold": lambda _dice: fold_tallies(),
            "put in": self.put_in,
            "type anew": self.type_anew,
            "send": self.send,
            "time is up": lambda _dice: expire_holds(now=timezone.now() + timedelta(hours=1)),
            "change": self.change,
            "divide": self.divide,
            "days go by": self.days_go_by,
        }

    def put_in(self, dice):
        donor = dice.choice(self.donors)
        return line_for(basket_of(donor), donor, self.school, dice.randint(1, 4))

    def type_anew(self, dice):
        item = pick(dice, BasketItem.objects.filter(basket__state="open"))
        return item and change_item(item=item, actor=SYSTEM, quantity=dice.randint(1, 5))

    def send(self, dice):
        basket = pick(dice, Basket.objects.open())
        if basket:
            plan_basket(basket=basket, actor=SYSTEM, proposed_on=later(), delivery="bring")
            commit_basket(basket=basket, signed_name="Penanda Tangan Uji", request_key=key_of(dice), actor=SYSTEM)

    def change(self, dice):
        line = pick(dice, PledgeLine.objects.filter(pledge__state=PledgeState.COMMITTED))
        return line and edit_pledge(pledge=line.pledge, quantities={line.pk: dice.randint(1, 5)}, actor=SYSTEM)

    def divide(self, dice):
        line = pick(dice, PledgeLine.objects.filter(pledge__state=PledgeState.COMMITTED))
        how: Any = {"proposed_on": later(20), "request_key": key_of(dice), "actor": SYSTEM}
        return line and split_pledge(pledge=line.pledge, parts={line.pk: 1}, **how)

    def days_go_by(self, dice):
        pledge = pick(dice, Pledge.objects.filter(state=PledgeState.COMMITTED))
        Pledge.objects.filter(pk=pledge.pk if pledge else 0).update(proposed_on=later(-20))
        return expire_pledges()

    def promise(self, dice):
        offers = [offer(dice.randint(1, 4)), offer(dice.randint(1, 2), "laptop")]
        return promise(dice.choice(self.donors), self.school, *dice.sample(offers, dice.randint(1, 2)))

    def withdraw(self, dice):
        pledge = pick(dice, Pledge.objects.filter(state=PledgeState.COMMITTED))
        return pledge and withdraw_pledge(pledge=pledge, actor=SYSTEM, reason="Tidak jadi.")

    def appoint(self, dice):
        pledge = pick(dice, Pledge.objects.filter(state=PledgeState.COMMITTED))
        return pledge and appoint(pledge)

    def cancel(self, dice):
        handover = pick(dice, Handover.objects.filter(state=HandoverState.PLANNED))
        return handover and cancel_handover(handover=handover, actor=SYSTEM, reason="Berhalangan.")

    def prepare(self, dice):
        handover = pick(dice, Handover.objects.filter(state=HandoverState.PLANNED))
        if handover:
            record_all(handover)
            issue_certificates(handover=handover, actor=SYSTEM, principal_name="Kepala Uji")

    def void(self, dice):
        handover = pick(dice, Handover.objects.filter(state=HandoverState.PLANNED))
        return handover and void_certificates(handover=handover, actor=SYSTEM, reason="Salah ketik.")

    def hand_over(self, dice):
        handover = pick(dice, Handover.objects.filter(state=HandoverState.PLANNED))
        return handover and confirm(handover)

    def fall_short(self, dice):
        handover = pick(dice, Handover.objects.filter(state=HandoverState.PLANNED))
        units = list(handover.allocations.order_by("pk").values_list("pk", flat=True)) if handover else []
        if not units:
            return None
        missing = [Absent(dice.choice(units), dice.choice(Shortfall.Kind.values), "Kata pengantar.")]
        return tell_shortfalls(handover=handover, missing=missing, actor=SYSTEM)

    def refute(self, dice):
        handover = pick(dice, Handover.objects.filter(state=HandoverState.DONE))
        return handover and refuted(handover)

    def learn(self, dice):
        people = sorted(Recipient.objects.filter(school=self.school).registered().values_list("pk", flat=True))
        chosen = dice.sample(people, min(5, len(people)))
        access = dice.choice(["none", "own", "shared"])
        return record_circumstances(answers={one: {"device_access": access} for one in chosen}, actor=self.principal)

    def leave(self, dice):
        person = pick(dice, Recipient.objects.filter(school=self.school).registered())
        return person and withdraw_recipient(recipient=person, actor=self.principal, reason="Pindah rumah.")


def key_of(dice) -> uuid.UUID:
    return uuid.UUID(int=dice.getrandbits(128))


def pick(dice, rows):
    found = list(rows.order_by("pk"))
    return dice.choice(found) if found else None


def refuted(handover):
    with transaction.atomic():
        settle.report(handover, actor=SYSTEM)
        return settle.refute(handover)


def work(town: Town, seed: int) -> list[object]:
    dice = random.Random(seed)
    names = [*town.steps(), *["promise"] * 4, *["prepare", "hand over", "appoint", "learn", "put in", "send"] * 2]
    return [_try(town.steps()[dice.choice(names)], dice) for _number in range(STEPS)]


def storm(town: Town, seed: int, names: list[str]) -> list[object]:
    """One step of each name at the same moment, each by a hand of its own."""
    steps = town.steps()
    return at_once([partial(_try, steps[name], random.Random(seed * 100 + hand)) for hand, name in enumerate(names)])


def _try(step, dice) -> object:
    try:
        return step(dice)
    except Exception as error:  # noqa: BLE001 - the test looks at what came
        return error


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_deadlock_reaches_anybody_and_every_number_is_right(acting, seed):
    town = Town(acting)
    answers = [
        one for hand in at_once([partial(work, town, seed * 100 + hand) for hand in range(HANDS)]) for one in hand
    ]
    unexpected = [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refused | StaleState)]
    assert unexpected == [], kinds(answers)
    all_is_right(town)


def test_many_short_storms_in_random_order(acting):
    """Promises, baskets, changes, endings, new verdicts and people who leave, let go at once, over and over again."""
    town = Town(acting)
    for seed in range(STORMS):
        dice = random.Random(seed)
        people_at(town.school, pupils=2, fold=False)
        answers = storm(town, seed, dice.choices(list(town.steps()), k=HANDS))
        wrong = [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refused | StaleState)]
        assert wrong == [], (seed, kinds(answers))
        assert figures_of_schools([town.school.pk]) == recount(), seed
    all_is_right(town)


def all_is_right(town: Town) -> None:
    live = figures_of_schools([town.school.pk])
    assert live == recount()
    fold_tallies()
    assert figures_of_schools([town.school.pk]) == live
    assert held_by_state() == {NeedState.RESERVED.value: held("reserved"), NeedState.DELIVERED.value: held("delivered")}
    assert HandoverCertificate.objects.filter(voided_at=None, handover__state=HandoverState.CANCELLED).count() == 0
    assert not Need.objects.open().exclude(recipient__in=Recipient.objects.registered().eligible()).exists()


def held_by_state() -> dict[str, int]:
    """Needs by state that a live allocation holds."""
    live = Allocation.objects.live().values_list("need__state", "state")
    fits: dict[str, set[str]] = {
        NeedState.RESERVED: {AllocationState.RESERVED, AllocationState.SCHEDULED},
        NeedState.DELIVERED: {AllocationState.HANDED_OVER},
    }
    assert all(state in fits[need_state] for need_state, state in live)
    counts = Counter(need_state for need_state, _state in live)
    return {str(state): counts[state] for state in fits}


def held(state: str) -> int:
    return Need.objects.filter(state=state).count()
