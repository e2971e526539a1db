"""Everybody works on the same school in the same minute: no deadlock reaches a person, and every number stays right (Q17)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction

from donations.actions import settle
from donations.actions.cancel_handover import cancel_handover
from donations.actions.hand_over import hand_over
from donations.actions.issue_certificates import issue_certificates
from donations.actions.void_certificates import void_certificates
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.models import Allocation, Handover, HandoverCertificate, Pledge
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
from tests.factories.donations import appoint, donor_of, offer, people_at, promise, record_all, school_at

pytestmark = pytest.mark.django_db(transaction=True)

HANDS, STEPS = 8, 30


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
            "refute": self.refute,
            "learn": self.learn,
            "assess": lambda _dice: assess(school_ids=[self.school.pk]),
            "leave": self.leave,
            "fold": lambda _dice: fold_tallies(),
        }

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
        return handover and hand_over(handover=handover, actor=SYSTEM)

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


def pick(dice, rows):
    found = list(rows.order_by("pk"))
    return dice.choice(found) if found else None


def refuted(handover):
    with transaction.atomic():
        settle.report(handover, actor=SYSTEM)
        return settle.refute(handover)


def work(town: Town, seed: int) -> list[object]:
    dice = random.Random(seed)
    names = [*town.steps(), *["promise"] * 4, *["prepare", "hand over", "appoint", "learn"] * 2]
    return [_try(town.steps()[dice.choice(names)], dice) for _number in range(STEPS)]


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
