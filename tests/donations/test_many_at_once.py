"""Stock, caps and idempotency on the real database, with real connections (Q16, Q18, Q20)."""

from __future__ import annotations

import uuid
from collections import Counter
from functools import partial
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from donations.actions.hand_over import hand_over
from donations.actions.issue_certificates import issue_certificates
from donations.actions.pledge import NotEnoughLeft
from donations.actions.record_device import record_device
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.known_devices import DeviceKnown
from donations.models import Allocation, Device, Handover, HandoverCertificate, Pledge
from donations.states import AllocationState, HandoverState, PledgeState
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.notifications.models import Message
from recipients.actions.fold_tallies import fold_tallies
from recipients.models import Need, NeedClass
from recipients.ranking import in_line
from recipients.statistics import figures_of_school, figures_of_schools, recount
from tests.donations.parallel import at_once, kinds
from tests.factories.donations import (
    appoint,
    issue_all,
    new_imei,
    offer,
    opened,
    people_at,
    promise,
    record_all,
    school_at,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wanted():
    """A school whose ten pupils wait."""
    school = school_at()
    people_at(school, pupils=10)
    return school


@pytest.fixture
def donors(acting):
    return [acting("donor") for _number in range(20)]


def counted_right(school) -> bool:
    """Live figures and folded figures both equal the rows themselves."""
    ours = {key: found for key, found in recount().items() if key[0] == school.pk}
    live = figures_of_schools([school.pk])
    fold_tallies()
    return live == ours == figures_of_schools([school.pk])


def test_a_hundred_pledges_on_a_need_of_ten_give_exactly_ten(wanted, donors):
    answers = at_once([partial(promise, donors[number % 20], wanted) for number in range(100)])
    assert kinds(answers) == {"NotEnoughLeft": 90, "Pledge": 10}
    assert {answer.left for answer in answers if isinstance(answer, NotEnoughLeft)} == {0}
    assert "sudah penuh" in next(answer.reason for answer in answers if isinstance(answer, NotEnoughLeft))
    assert Allocation.objects.values("need").distinct().count() == 10
    assert figures_of_school(wanted.pk)[NeedClass.STUDENT_DEVICE].reserved == 10
    assert counted_right(wanted)
    assert Message.objects.filter(kind="donations/pledge_thanks").count() == 10
    assert Event.objects.filter(action="pledge.committed").count() == 10


def test_a_promise_is_few_statements_and_a_refusal_fewer(wanted, donors):
    promise(donors[0], wanted, offer(8))
    with CaptureQueriesContext(connection) as made:
        promise(donors[0], wanted, offer(2))
    with pytest.raises(NotEnoughLeft), CaptureQueriesContext(connection) as refused:
        promise(donors[0], wanted)
    assert len(made) <= 13  # with BEGIN and COMMIT, and the factory's question for the donor
    assert len(refused) <= 9


def test_whoever_asks_for_more_than_is_left_hears_how_many(wanted, donors):
    promise(donors[0], wanted, offer(8))
    with pytest.raises(NotEnoughLeft, match="Tinggal 2 gawai"):
        promise(donors[1], wanted, offer(3))
    assert Pledge.objects.count() == 1


def test_two_kinds_of_need_are_promised_together_or_not_at_all(wanted, donors):
    people_at(wanted, teachers=1)
    offers = [offer(1), offer(1, "laptop")]
    answers = at_once([partial(promise, donor, wanted, *offers) for donor in donors[:8]])
    assert kinds(answers) == {"NotEnoughLeft": 7, "Pledge": 1}
    assert {answer.need_class for answer in answers if isinstance(answer, NotEnoughLeft)} == {"teacher_computer"}
    assert figures_of_school(wanted.pk)[NeedClass.STUDENT_DEVICE].reserved == 1
    assert counted_right(wanted)


def test_the_most_urgent_are_promised_first(wanted, donors):
    made = promise(donors[0], wanted, offer(3))
    taken = Need.objects.filter(allocations__line__pledge=made).values_list("promised_rank", flat=True)
    waiting = in_line(Need.objects.filter(school=wanted, need_class=NeedClass.STUDENT_DEVICE))
    left = [-points for points in waiting.values_list("points", flat=True)]
    assert max(rank for rank in taken if rank is not None) <= min(left)


def test_the_same_form_sent_twice_is_one_pledge_and_one_letter(wanted, donors):
    key = uuid.uuid4()
    first = promise(donors[0], wanted, offer(2), key=key)
    again = promise(donors[0], wanted, offer(2), key=key)
    together = at_once([partial(promise, donors[0], wanted, offer(2), key=key)] * 2)
    assert {first.pk, again.pk, *(one.pk for one in together)} == {first.pk}
    assert Message.objects.filter(kind="donations/pledge_thanks").count() == 1
    assert figures_of_school(wanted.pk)[NeedClass.STUDENT_DEVICE].reserved == 2


def test_the_same_form_sent_twice_at_once_is_one_pledge_and_one_letter(wanted, donors):
    key = uuid.uuid4()
    answers = at_once([partial(promise, donors[0], wanted, offer(10), key=key)] * 2)
    assert kinds(answers) == {"Pledge": 2}
    assert len({one.pk for one in answers}) == 1
    assert Message.objects.filter(kind="donations/pledge_thanks").count() == 1


def test_a_withdrawal_returns_each_unit_once(wanted, donors):
    made = promise(donors[0], wanted, offer(4))
    appoint(made)
    steps = [partial(withdraw_pledge, pledge=made, actor=donors[0], reason="Tidak jadi tersedia.")] * 2
    assert kinds(at_once(steps)) == {"Pledge": 1, "Refused": 1}
    found = figures_of_school(wanted.pk)[NeedClass.STUDENT_DEVICE]
    assert (found.open, found.reserved) == (10, 0)
    assert Event.objects.filter(action="pledge.withdrawn").count() == 1
    assert Handover.objects.get().state == HandoverState.CANCELLED
    assert counted_right(wanted)


def test_one_imei_is_recorded_for_one_device_only(wanted, donors):
    units = list(appoint(promise(donors[0], wanted, offer(2))).allocations.all())
    others = list(appoint(promise(donors[1], wanted, offer(2))).allocations.all())
    facts: Any = {"brand": "Contoh", "model": "Tab", "imei": new_imei(), "actor": SYSTEM}
    answers = at_once([partial(record_device, allocation=unit, **facts) for unit in units + others])
    assert kinds(answers) == {"Device": 1, "DeviceKnown": 3}
    assert Device.objects.count() == 1


def test_a_number_that_one_retypes_for_the_same_device_is_no_repetition(wanted, donors):
    unit = appoint(promise(donors[0], wanted)).allocations.get()
    facts: Any = {"brand": "Contoh", "model": "Tab", "imei": new_imei(), "actor": SYSTEM}
    record_device(allocation=unit, **facts)
    again = record_device(allocation=unit, **{**facts, "model": "Tab 10"})
    assert (again.model, Device.objects.count()) == ("Tab 10", 1)


def test_a_device_of_a_withdrawn_gift_can_be_given_again(wanted, donors):
    made = promise(donors[0], wanted)
    number = record_all(appoint(made))[0].identity
    withdraw_pledge(pledge=made, actor=donors[0], reason="Tidak jadi tersedia.")
    unit = appoint(promise(donors[0], wanted)).allocations.get()
    again = record_device(allocation=unit, brand="Contoh", model="Tab", imei=number, actor=SYSTEM)
    assert again.imei == number
    other = appoint(promise(donors[1], wanted)).allocations.get()
    with pytest.raises(DeviceKnown):
        record_device(allocation=other, brand="Contoh", model="Tab", imei=number, actor=SYSTEM)


def test_papers_are_numbered_without_gaps(wanted, donors):
    handovers = [appoint(promise(donor, wanted)) for donor in donors[:8]]
    for handover in handovers:
        record_all(handover)
    refused = appoint(promise(donors[8], wanted))
    steps = [
        partial(issue_certificates, handover=one, actor=SYSTEM, principal_name="Kepala Uji")
        for one in [*handovers, refused]
    ]
    assert kinds(at_once(steps)) == {"Refused": 1, "list": 8}
    numbers = HandoverCertificate.objects.values_list("number", flat=True)
    assert sorted(int(number.split("/")[0]) for number in numbers) == list(range(1, 17))


def test_eight_hands_on_one_button_hand_over_once(wanted, donors):
    handover = issue_all(appoint(promise(donors[0], wanted, offer(2))))
    code = opened(handover)
    answers = at_once([partial(hand_over, handover=handover, actor=SYSTEM, code=code)] * 8)
    assert kinds(answers) == {"Handover": 1, "Refused": 7}
    assert Event.objects.filter(action="handover.done").count() == 1
    assert Message.objects.filter(kind="donations/handed_over").count() == 1
    assert Pledge.objects.get().state == PledgeState.FULFILLED
    assert counted_right(wanted)


def test_a_withdrawal_and_a_handover_never_both_happen(wanted, donors):
    for _round in range(5):
        handover = issue_all(appoint(promise(donors[0], wanted)))
        code = opened(handover)
        answers = at_once(
            [
                partial(hand_over, handover=handover, actor=SYSTEM, code=code),
                partial(withdraw_pledge, pledge=handover.pledge, actor=donors[0], reason="Tidak jadi tersedia."),
            ]
        )
        assert "Refused" in kinds(answers)
        state = handover.pledge.lines.get().allocations.get().state
        assert state in (AllocationState.HANDED_OVER, AllocationState.RELEASED)
    assert counted_right(wanted)


def test_needs_that_an_assessment_holds_for_a_moment_are_waited_for(wanted, donors):
    """Rows in other hands are not "gone": a donor who comes in that moment gets them once they are free."""
    held = Signal()

    def hold() -> None:
        with transaction.atomic():
            list(Need.objects.filter(school=wanted).select_for_update())
            held.set()
            Signal().wait(0.4)
        connection.close()

    other = Thread(target=hold)
    other.start()
    held.wait(5)
    answers = at_once([partial(promise, donors[0], wanted, offer(10))])
    other.join()
    assert kinds(answers) == {"Pledge": 1}
    assert Counter(Need.objects.values_list("state", flat=True)) == {"reserved": 10}
