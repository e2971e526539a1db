"""Two schools claim each other's people in any order, officers decide, people leave: the base stays true."""

from __future__ import annotations

import io
import random
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from ksbb.authority.actors import SYSTEM
from ksbb.common import sealing
from ksbb.common.refusals import Refused
from recipients.actions.decide_case import decide_case
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.register import register
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.case_policies import outcomes_of
from recipients.models import DuplicateCase, Need, Recipient
from recipients.registration import Registration
from tests.factories.accounts import somebody
from tests.factories.recipients import RegistrationFactory
from tests.factories.schools import SchoolFactory

STEPS, CHECK_EVERY = 160, 20


class Walk:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.done: Counter[str] = Counter()
        codes = ("31.73.06.1001", "31.74.01.1001", "31.73.05.1001")
        self.schools = [SchoolFactory.create(accepted=True, code=code) for code in codes]
        self.officer = somebody("city_supervisor", codes=("31",))
        for school in self.schools:
            register(school=school, people=[self.person() for _number in range(3)], actor=SYSTEM)

    def person(self) -> Registration:
        return RegistrationFactory.build(ready=True)

    def anybody(self) -> Recipient:
        return self.random.choice(list(Recipient.objects.registered().order_by("pk")))

    def come(self) -> None:
        register(school=self.random.choice(self.schools), people=[self.person()], actor=SYSTEM)

    def come_twice(self) -> None:
        """The same name and birth date under another number, at the same school or at another one."""
        one = self.anybody()
        double = RegistrationFactory.build(ready=True, full_name=one.full_name, birth_date=one.birth_date, sex=one.sex)
        register(school=self.random.choice(self.schools), people=[double], actor=SYSTEM)

    def claim(self) -> None:
        number = sealing.unseal(self.anybody().nik_sealed)
        person = RegistrationFactory.build(ready=True, nik=number)
        open_cases(school=self.random.choice(self.schools), claims=[Claim(0, person)], actor=SYSTEM)

    def decide(self) -> None:
        case = self.random.choice(list(DuplicateCase.objects.order_by("pk")))
        outcome = self.random.choice(outcomes_of(case))
        decide_case(case=case, outcome=outcome, ground="papers", actor=self.officer)
        self.done[outcome] += 1

    def leave(self) -> None:
        withdraw_recipient(recipient=self.anybody(), actor=SYSTEM, reason="left")

    def promise(self) -> None:
        """A device on its way keeps people where they are."""
        need = self.random.choice(list(Need.objects.open().order_by("pk")))
        Need.objects.filter(pk=need.pk).update(state="reserved", reserved_at=timezone.now())

    def step(self) -> None:
        doing = self.random.choices(
            [self.come, self.come_twice, self.claim, self.decide, self.leave, self.promise], [2, 4, 4, 7, 1, 1]
        )[0]
        try:
            with transaction.atomic():
                doing()
        except (Refused, LookupError):
            self.done["refused"] += 1
        else:
            self.done[doing.__name__] += 1


def differences() -> str:
    """Of what belongs to the register; the promises here have no donor behind them."""
    out = io.StringIO()
    names = ["case.held", "case.open", "recipient.origin", "need.declared", "need.open", "recipient.circumstances",
             "recipient.consent", "assessment.in_force", "identity.registry", "identity.digest"]  # fmt: skip
    try:
        call_command("check_data", *(word for name in names for word in ("--only", name)), stdout=out)
    except SystemExit:
        return out.getvalue()
    return ""


@pytest.mark.parametrize("seed", [5, 17])
def test_no_order_of_claims_and_decisions_breaks_the_register(criteria: object, seed: int) -> None:
    walk = Walk(seed)
    for number in range(1, STEPS + 1):
        walk.step()
        if number % CHECK_EVERY == 0:
            fold_tallies()
            assert differences() == "", f"seed {seed}, after {number} steps: {walk.done}"
    assert {"stays", "moves", "different", "mistake", "leave", "come_twice", "claim", "refused"} <= set(walk.done)
