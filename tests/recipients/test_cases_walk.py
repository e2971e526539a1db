"""Schools claim each other's people in any order, officers decide, guardians ask, people leave: the base stays true."""

from __future__ import annotations

import io
import random
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common import sealing
from ksbb.common.refusals import Refused
from ksbb.common.states import IllegalMove
from recipients.actions.answer_request import answer_request
from recipients.actions.decide_case import decide_case
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.note_copy import note_copy
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.receive_request import receive_request
from recipients.actions.refuse_request import refuse_request
from recipients.actions.register import register
from recipients.actions.take_back_request import take_back_request
from recipients.actions.take_up_request import take_up_request
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.case_policies import outcomes_of
from recipients.models import DataRequest, DuplicateCase, Need, Recipient
from recipients.registration import Registration
from tests.factories.accounts import somebody
from tests.factories.recipients import RegistrationFactory
from tests.factories.schools import SchoolFactory

STEPS, CHECK_EVERY = 220, 20


class Walk:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.done: Counter[str] = Counter()
        codes = ("31.73.06.1001", "31.74.01.1001", "31.73.05.1001")
        self.schools = [SchoolFactory.create(accepted=True, code=code) for code in codes]
        self.principals = {
            school.pk: somebody("principal", organisation=school.organisation) for school in self.schools
        }
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

    def desk(self, person: Recipient) -> Actor:
        return self.principals[person.school_id]

    def ask(self) -> None:
        """A guardian asks about the child's data (docs/privacy/requests.md)."""
        person, kind = self.anybody(), self.random.choice(DataRequest.Kind.values)
        receive_request(recipient=person, kind=kind, asked_by="parent", proof="kk", actor=self.desk(person))

    def reply(self) -> None:
        """Somebody at the school where the person is now goes on with a request, or ends it."""
        request = self.random.choice(list(DataRequest.objects.order_by("pk")))
        assert request.recipient is not None
        actor = self.desk(request.recipient)
        step = self.random.choice(["take_up", "copy", "answer", "answer", "refuse", "take_back"])
        if step == "take_up":
            take_up_request(request=request, actor=actor)
        elif step == "copy":
            note_copy(request=request, form="page", actor=actor)
        elif step == "answer":
            answer_request(request=request, actor=actor)
        elif step == "refuse":
            refuse_request(request=request, ground="others", actor=actor)
        else:
            take_back_request(request=request, actor=actor)
        self.done[step] += 1

    def promise(self) -> None:
        """A device on its way keeps people where they are."""
        need = self.random.choice(list(Need.objects.open().order_by("pk")))
        Need.objects.filter(pk=need.pk).update(state="reserved", reserved_at=timezone.now())

    def step(self) -> None:
        doing = self.random.choices(
            [self.come, self.come_twice, self.claim, self.decide, self.leave, self.promise, self.ask, self.reply],
            [2, 4, 4, 7, 1, 1, 4, 4],
        )[0]
        try:
            with transaction.atomic():
                doing()
        except (Refused, LookupError, IllegalMove):
            self.done["refused"] += 1
        else:
            self.done[doing.__name__] += 1


def differences() -> str:
    """Of what belongs to the register; the promises here have no donor behind them."""
    out = io.StringIO()
    names = [
        "case.held", "case.open", "request.school", "recipient.origin", "need.declared", "need.open",
        "recipient.circumstances", "recipient.consent", "assessment.in_force", "identity.registry", "identity.digest",
    ]  # fmt: skip
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
    assert {"ask", "take_up", "copy", "answer", "refuse", "take_back"} <= set(walk.done)
