"""The validator's word: nobody proves their own work, one word is one word, and only it moves the figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from donations.models import Device
from donations.states import AllocationState
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership, User
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from recipients.statistics import Figures, figures
from tests.factories.accounts import MembershipFactory
from tests.factories.verification import judged, member, report_on
from tests.verification.conftest import Scene
from verification.actions.decide import decide
from verification.models import Report, Verdict
from verification.policies import why_not_verify
from verification.states import ReportState


def told(kind: str) -> list[int]:
    return sorted(Message.objects.filter(kind=f"verification/{kind}").values_list("to_user_id", flat=True))


def as_validator(user_id: int, codes: tuple[str, ...] = ("31.73",)) -> Actor:
    """The same natural person in the validator's chair, however they got there."""
    chair = member("validator", codes=codes)
    membership = Membership.objects.get(pk=chair.membership_id)
    MembershipFactory.create(
        user=User.objects.get(pk=user_id), organisation=membership.organisation, role=Role.VALIDATOR
    )
    return actor_of(Membership.objects.get(user_id=user_id, role=Role.VALIDATOR))


def test_verifying_proves_the_devices_and_moves_the_figures(scene: Scene, report: Report) -> None:
    before = figures()
    decide(report=report, decision=ReportState.VERIFIED, actor=scene.validator)
    after = figures()
    assert (before.met, before.delivered) == (0, 1)
    assert (after.met, after.delivered) == (1, 0)
    assert after.needed == before.needed
    assert Device.objects.get(allocation__handover=scene.handover).state == "in_use"
    assert Verdict.objects.get(report=report).decided_by_id == scene.validator.user_id


def test_the_figures_do_not_move_before_the_verdict(scene: Scene) -> None:
    before = figures()
    scene.reported()
    assert figures() == before == Figures(open=2, delivered=1)


def test_returning_moves_no_figure_and_waits_for_the_school(scene: Scene, report: Report) -> None:
    before = figures()
    decide(report=report, decision=ReportState.RETURNED, actor=scene.validator, reason="Foto buram.")
    report.refresh_from_db()
    assert report.state == ReportState.RETURNED
    assert figures() == before


def test_a_returned_report_is_sent_again_and_verified(scene: Scene, report: Report) -> None:
    decide(report=report, decision=ReportState.RETURNED, actor=scene.validator, reason="Foto buram.")
    again = report_on(scene.handover, actor=scene.principal, note="Foto baru.")
    assert again.pk == report.pk
    decide(report=again, decision=ReportState.VERIFIED, actor=scene.validator)
    assert [v.decision for v in again.verdicts.order_by("pk")] == ["returned", "verified"]
    assert figures().met == 1


def test_rejecting_opens_the_need_again_for_another_donor(scene: Scene, report: Report) -> None:
    decide(report=report, decision=ReportState.REJECTED, actor=scene.validator, reason="Nomor seri tidak cocok.")
    assert figures() == Figures(open=3)
    assert [a.state for a in scene.handover.allocations.all()] == [AllocationState.REFUTED]


@pytest.mark.parametrize("decision", [ReportState.RETURNED, ReportState.REJECTED])
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_no_needs_a_reason(scene: Scene, report: Report, decision: str, reason: str) -> None:
    with pytest.raises(Refused):
        decide(report=report, decision=decision, actor=scene.validator, reason=reason)
    assert not Verdict.objects.exists()


def test_a_second_word_is_refused_and_leaves_no_trace(scene: Scene, report: Report) -> None:
    judged(report, ReportState.VERIFIED)
    events = Event.objects.count()
    with pytest.raises(Refused, match="sudah diputus"):
        decide(report=report, decision=ReportState.REJECTED, actor=scene.validator, reason="Ragu.")
    assert Verdict.objects.count() == 1
    assert Event.objects.count() == events


def _reporter(scene: Scene) -> int:
    return scene.principal.user_id or 0


def _operator(scene: Scene) -> int:
    return member("school_operator", scene.school.organisation).user_id or 0


def _former_operator(scene: Scene) -> int:
    user_id = _operator(scene)
    Membership.objects.filter(user_id=user_id).update(ends_on=timezone.localdate() - timedelta(days=900))
    return user_id


def _donor(scene: Scene) -> int:
    return scene.donor.user_id or 0


def _recorder_of_the_device(scene: Scene) -> int:
    user_id = member("district_supervisor", codes=("31.73.06",)).user_id or 0
    Device.objects.filter(allocation__handover=scene.handover).update(inspected_by_id=user_id)
    return user_id


def _planner(scene: Scene) -> int:
    user_id = member("district_supervisor", codes=("31.73.06",)).user_id or 0
    type(scene.handover).objects.filter(pk=scene.handover.pk).update(planned_by_id=user_id)
    return user_id


@pytest.mark.parametrize("who", [_reporter, _operator, _former_operator, _donor, _recorder_of_the_device, _planner])
def test_whoever_had_a_part_never_judges_in_whatever_role(
    scene: Scene, report: Report, who: Callable[[Scene], int]
) -> None:
    actor = as_validator(who(scene))
    with pytest.raises(Forbidden):
        decide(report=report, decision=ReportState.VERIFIED, actor=actor)
    assert "pernah terlibat" in (why_not_verify(Report.objects.get(pk=report.pk), actor) or "")
    assert not Verdict.objects.exists()


def test_an_invitation_that_was_not_accepted_shuts_nobody_out(scene: Scene, report: Report) -> None:
    user = User.objects.get(pk=scene.validator.user_id)
    MembershipFactory.create(user=user, organisation=scene.school.organisation, role="school_operator", invited=True)
    decide(report=report, decision=ReportState.VERIFIED, actor=scene.validator)
    assert Verdict.objects.count() == 1


def test_a_validator_of_other_ground_may_not(report: Report) -> None:
    with pytest.raises(Forbidden):
        decide(report=report, decision=ReportState.VERIFIED, actor=member("validator", codes=("31.72",)))


@pytest.mark.parametrize(
    "role", ["principal", "donor", "city_supervisor", "district_supervisor", "coordinator", "auditor", "aggregator"]
)
def test_other_roles_may_not(report: Report, role: str) -> None:
    with pytest.raises(Forbidden):
        decide(report=report, decision=ReportState.VERIFIED, actor=member(role))


@pytest.mark.parametrize("state", ["verified", "returned", "rejected"])
def test_the_database_refuses_a_word_on_the_own_report(report: Report, state: str) -> None:
    statement = f"UPDATE verification_report SET state = %s, {state}_at = now(), {state}_by_id = submitted_by_id"
    with (
        pytest.raises(IntegrityError, match="report_four_eyes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [state])


def test_the_right_people_hear_of_it_once(scene: Scene, report: Report) -> None:
    other_validator = member("validator", codes=("31.72",))
    second = member("principal", scene.school.organisation)
    member("school_operator", scene.school.organisation)
    decide(report=report, decision=ReportState.VERIFIED, actor=scene.validator)
    assert told("report_waiting") == [scene.validator.user_id]
    assert other_validator.user_id not in told("report_waiting")
    assert told("report_verified") == sorted([scene.principal.user_id or 0, second.user_id or 0])
    assert told("gift_verified") == [scene.donor.user_id]


def test_a_return_is_told_to_the_school_only_and_each_time(scene: Scene, report: Report) -> None:
    for _turn in range(2):
        decide(report=report, decision=ReportState.RETURNED, actor=scene.validator, reason="Foto buram.")
        report_on(scene.handover, actor=scene.principal)
    assert told("report_returned") == [scene.principal.user_id] * 2
    assert told("report_waiting") == [scene.validator.user_id] * 3
    assert not Message.objects.filter(kind__startswith="verification/gift").exists()


def test_letters_carry_no_name_of_a_person(scene: Scene, report: Report) -> None:
    judged(report, ReportState.REJECTED, reason="Foto Murid Rahasia tidak cocok.")
    contexts = str(list(Message.objects.values_list("context", flat=True)))
    assert "Rahasia" not in contexts


def test_the_word_is_on_the_trail(scene: Scene, report: Report) -> None:
    decide(report=report, decision=ReportState.VERIFIED, actor=scene.validator)
    event = Event.objects.about(report).get(action="report.verified")
    assert (event.user_id, event.region, event.facts) == (scene.validator.user_id, report.region, {"devices": 1})
