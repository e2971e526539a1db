"""Afterwards the school is asked whether its devices are used; who does not answer receives nothing new until it does."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from donations.actions.set_gate import set_gate
from donations.models import AllowanceChange, Device, Gate, Loan, WantedDevice
from donations.policies_allowance import is_gate_open
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from tests.factories.donations import school_at
from tests.factories.use import answered, asked, in_days, late, proven, say
from tests.factories.verification import principal_of
from verification.actions.answer_use import answer_use
from verification.actions.ask_use import ask_use
from verification.actions.lay_use_rounds import lay_use_rounds
from verification.actions.press_use import press_use
from verification.models import DeviceCase, Instrument, UseAnswer, UseRound
from verification.use import to_show


def stages(**having: object) -> list[int]:
    return list(UseRound.objects.filter(**having).order_by("stage").values_list("stage", flat=True))


def letters(kind: str) -> int:
    return Message.objects.filter(kind=f"verification/{kind}").count()


def states_of(handover_id: int) -> set[str]:
    return set(Device.objects.filter(allocation__handover=handover_id).values_list("state", flat=True))


@pytest.mark.django_db
def test_a_proof_lays_three_rounds_once() -> None:
    handover = proven()
    lay_use_rounds(handovers=[handover.pk])
    assert stages(handover=handover, state="waiting") == [30, 90, 180]
    assert lay_use_rounds() == 0
    assert set(UseRound.objects.values_list("region", flat=True)) == {handover.region}


@pytest.mark.django_db
def test_what_was_proven_long_ago_is_asked_of_once_and_then_as_usual() -> None:
    handover = proven()
    UseRound.objects.all().delete()
    lay_use_rounds(today=in_days(100))
    assert stages(handover=handover) == [90, 180]


@pytest.mark.django_db
def test_nobody_is_asked_before_the_day() -> None:
    proven()
    lay_use_rounds()
    assert ask_use(today=in_days(29)) == 0
    assert ask_use(today=in_days(30)) == 1
    assert ask_use(today=in_days(30)) == 0


@pytest.mark.django_db
def test_each_device_is_asked_for_and_one_in_ten_is_to_be_shown() -> None:
    handover = proven(12)
    lay_use_rounds()
    round_ = asked(handover)
    assert (round_.state, round_.answers.count(), round_.due_on) == ("asked", 12, in_days(44))
    shown = {str(one.device.public_id) for one in round_.answers.filter(to_show=True).select_related("device")}
    devices = [str(one.device.public_id) for one in round_.answers.select_related("device")]
    assert shown == to_show(str(round_.public_id), devices)
    assert len(shown) == 2
    assert round_.instrument == Instrument.objects.get(purpose="device_use", state="published")


@pytest.mark.django_db
def test_reminder_warning_and_a_gate_that_closes_by_itself() -> None:
    handover = proven()
    lay_use_rounds()
    principal_of(handover.school)
    round_ = asked(handover)
    press_use(today=in_days(36))
    assert letters("use_reminder") == 0
    press_use(today=in_days(37))
    press_use(today=in_days(38))
    assert letters("use_reminder") == letters("use_asked") > 0
    press_use(today=in_days(44))
    round_.refresh_from_db()
    assert (round_.state, is_gate_open(handover.school_id)) == ("warned", True)
    press_use(today=in_days(58))
    round_.refresh_from_db()
    gate = Gate.objects.get(school=handover.school)
    assert (round_.state, gate.is_open, gate.is_automatic) == ("late", False, True)
    assert letters("use_late") == letters("use_warning") > 0


@pytest.mark.django_db
def test_answered_the_gate_opens_by_itself() -> None:
    handover = proven()
    lay_use_rounds()
    principal = principal_of(handover.school)
    late(handover)
    answered(handover.school, principal)
    gate = Gate.objects.get(school=handover.school)
    assert (gate.is_open, gate.is_automatic) == (True, False)
    assert letters("use_gate_opened") > 0
    changes = (
        AllowanceChange.objects.filter(school=handover.school).order_by("pk").values_list("before", "after", "by_id")
    )
    assert list(changes) == [(1, 0, None), (0, 1, None)]


@pytest.mark.django_db
def test_a_gate_that_a_person_closed_stays_closed() -> None:
    handover = proven()
    lay_use_rounds()
    principal = principal_of(handover.school)
    set_gate(school=handover.school, is_open=False, reason="Sedang diperiksa.", actor=SYSTEM)
    late(handover)
    answered(handover.school, principal)
    assert not is_gate_open(handover.school_id)


@pytest.mark.django_db
def test_a_person_makes_a_gate_that_closed_by_itself_theirs() -> None:
    handover = proven()
    lay_use_rounds()
    principal = principal_of(handover.school)
    late(handover)
    set_gate(school=handover.school, is_open=False, reason="Sedang diperiksa.", actor=SYSTEM)
    answered(handover.school, principal)
    assert not is_gate_open(handover.school_id)


@pytest.mark.django_db
def test_nothing_is_sent_while_something_is_missing() -> None:
    handover = proven(2)
    lay_use_rounds()
    principal = principal_of(handover.school)
    round_ = asked(handover)
    with pytest.raises(Refused, match="2 gawai belum dijawab"):
        answer_use(school=handover.school, actor=principal)
    shown = round_.answers.get(to_show=True)
    UseAnswer.objects.filter(round=round_).update(says="in_use")
    with pytest.raises(Refused, match="Foto untuk 1 gawai"):
        answer_use(school=handover.school, actor=principal)
    say(handover.school, principal, only=shown.device)
    answer_use(school=handover.school, actor=principal)
    round_.refresh_from_db()
    assert round_.state == "answered"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("says", "kind", "state"),
    [("damaged", "damaged", "damaged"), ("lost", "lost", "lost"), ("sold", "sold", "lost")],
)
def test_trouble_moves_the_device_and_opens_a_case(says: str, kind: str, state: str) -> None:
    handover = proven()
    lay_use_rounds()
    principal = principal_of(handover.school)
    asked(handover)
    answered(handover.school, principal, says)
    case = DeviceCase.objects.get()
    assert (case.kind, case.source, case.state, case.told_by_id) == (kind, "use_round", "open", principal.user_id)
    assert states_of(handover.pk) == {state}
    assert WantedDevice.objects.filter(device=case.device).exists() is (says in ("lost", "sold"))


@pytest.mark.django_db
def test_a_pupil_who_leaves_keeps_the_device_and_it_is_not_asked_for_again() -> None:
    handover = proven()
    lay_use_rounds()
    principal = principal_of(handover.school)
    asked(handover)
    answered(handover.school, principal, "graduated")
    assert states_of(handover.pk) == {"in_use"}
    second = asked(handover, after=90)
    assert (second.stage, second.state, second.answers.count()) == (90, "answered", 0)


@pytest.mark.django_db
def test_what_was_lent_to_a_teacher_who_leaves_is_the_schools_again() -> None:
    handover = proven(teachers=1)
    lay_use_rounds()
    principal = principal_of(handover.school)
    asked(handover)
    answered(handover.school, principal, "moved")
    assert states_of(handover.pk) == {"in_use"}
    assert list(Loan.objects.values_list("ended_how", flat=True)) == ["returned"]


@pytest.mark.django_db
def test_all_rounds_that_are_due_are_answered_in_one_go() -> None:
    school = school_at()
    first, second = proven(school=school), proven(school=school)
    lay_use_rounds()
    principal = principal_of(school)
    asked(first)
    assert {one.handover_id for one in answered(school, principal)} == {first.pk, second.pk}


@pytest.mark.django_db
def test_an_outsider_answers_nothing(outsider: Actor, acting: Callable[..., Actor]) -> None:
    handover = proven()
    lay_use_rounds()
    asked(handover)
    with pytest.raises(Forbidden):
        answer_use(school=handover.school, actor=outsider)
    with pytest.raises(Forbidden):
        answer_use(school=handover.school, actor=acting("school_operator", organisation=handover.school.organisation))


def at_once(*steps: Callable[[], object]) -> list[str]:
    """What each was told, "" when it went through; on connections of their own."""
    gate, told = threading.Barrier(len(steps)), []

    def go(step: Callable[[], object]) -> None:
        gate.wait()
        try:
            step()
            told.append("")
        except Refused as no:
            told.append(no.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_each_step_once() -> None:
    handover = proven(3)
    principal_of(handover.school)
    UseRound.objects.all().delete()
    at_once(lay_use_rounds, lay_use_rounds)
    assert UseRound.objects.count() == 3
    at_once(*[lambda: ask_use(today=in_days(30))] * 2)
    assert UseAnswer.objects.count() == 3
    for days in (37, 44, 58):
        at_once(*[lambda days=days: press_use(today=in_days(days))] * 2)
    assert AllowanceChange.objects.filter(school=handover.school).count() == 1
    people = letters("use_asked")
    assert [letters(kind) for kind in ("use_reminder", "use_warning", "use_late")] == [people] * 3


@pytest.mark.django_db(transaction=True)
def test_an_answer_beside_the_closing_gate_leaves_it_open() -> None:
    handover = proven()
    lay_use_rounds()
    principal = principal_of(handover.school)
    asked(handover)
    press_use(today=in_days(44))
    say(handover.school, principal)
    at_once(lambda: answer_use(school=handover.school, actor=principal), lambda: press_use(today=in_days(58)))
    assert UseRound.objects.get(handover=handover, stage=30).state == "answered"
    assert is_gate_open(handover.school_id)


@pytest.mark.django_db(transaction=True)
def test_two_windows_send_once() -> None:
    handover = proven()
    lay_use_rounds()
    principal = principal_of(handover.school)
    asked(handover)
    say(handover.school, principal, "lost")
    told = at_once(*[lambda: answer_use(school=handover.school, actor=principal)] * 2)
    assert sorted(map(bool, told)) == [False, True]
    assert DeviceCase.objects.count() == 1
