"""The code under many hands, on the real database: five tries are five, and one right entry hands over once (promises 10, 18)."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from donations.actions.hand_over import hand_over
from donations.actions.open_code import open_code
from donations.models import Handover, HandoverCode
from donations.states import HandoverState
from ksbb.audit.models import Event
from tests.donations.parallel import at_once, kinds
from tests.factories.donations import appoint, issue_all, on_the_day, people_at, promise, school_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school():
    found = school_at()
    people_at(found, pupils=3)
    return found


@pytest.fixture
def principal(acting, school):
    return acting("principal", organisation=school.organisation)


@pytest.fixture
def donor(acting):
    return acting("donor")


@pytest.fixture
def handover(donor, school) -> Handover:
    return on_the_day(issue_all(appoint(promise(donor, school))))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_eight_wrong_entries_in_one_moment_use_five_tries(donor, principal, handover):
    code = open_code(handover=handover, actor=donor)
    answers = at_once([partial(hand_over, handover=handover, actor=principal, code=wrong(code))] * 8)
    assert kinds(answers) == {"Refused": 8}
    reasons = sorted(answer.reason for answer in answers)
    assert sum("Tidak ada kode yang berlaku" in reason for reason in reasons) == 3
    assert HandoverCode.objects.get().tries_left == 0
    assert Event.objects.filter(action="handover.code_missed").count() == 5


def test_a_refused_entry_takes_no_try_back(client_as, donor, principal, handover):
    code = open_code(handover=handover, actor=donor)
    client_as(principal).post(f"/serah-terima/{handover.public_id}/selesai/", {"code": wrong(code)})
    assert HandoverCode.objects.get().tries_left == 4


def test_a_person_never_enters_a_code_inside_a_transaction_that_could_take_the_try_back(donor, principal, handover):
    code = open_code(handover=handover, actor=donor)
    with transaction.atomic(), pytest.raises(RuntimeError):
        hand_over(handover=handover, actor=principal, code=code)


def test_two_right_entries_in_one_moment_hand_over_once(donor, principal, handover):
    code = open_code(handover=handover, actor=donor)
    answers = at_once([partial(hand_over, handover=handover, actor=principal, code=code)] * 2)
    assert kinds(answers) == {"Handover": 1, "Refused": 1}
    assert Event.objects.filter(action="handover.done").count() == 1
    handover.refresh_from_db()
    assert handover.state == HandoverState.DONE


def test_a_new_code_in_the_moment_of_the_entry_never_leaves_two_that_work(donor, principal, handover):
    code = open_code(handover=handover, actor=donor)
    answers = at_once(
        [
            partial(hand_over, handover=handover, actor=principal, code=code),
            partial(open_code, handover=handover, actor=donor),
        ]
    )
    done = Handover.objects.filter(state=HandoverState.DONE).count()
    live = HandoverCode.objects.filter(used_at=None, ended_at=None).count()
    assert (done, live) in {(1, 0), (0, 1)}
    assert len(answers) == 2


def test_eight_new_codes_in_one_moment_leave_one(donor, handover):
    answers = at_once([partial(open_code, handover=handover, actor=donor)] * 8)
    assert kinds(answers) == {"str": 8}
    assert HandoverCode.objects.filter(ended_at=None).count() == 1
