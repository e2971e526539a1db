"""A school says something against a rejection; granted, somebody else judges anew, and only what is still free comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from donations.models import Handover, Pledge
from donations.states import AllocationState
from ksbb.accounts.models import User
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from recipients.models import Need
from recipients.statistics import figures
from tests.factories.donations import appoint, complete, offer, people_at, promise
from tests.factories.verification import judged, member, report_on
from tests.house.test_machines import differences
from tests.verification.conftest import Scene
from verification.actions.answer_appeal import answer_appeal
from verification.actions.appeal_verdict import appeal_verdict
from verification.actions.claim_next import claim_next
from verification.actions.decide import decide
from verification.models import Report, Verdict, VerdictAppeal
from verification.states import AppealState, ReportState

ClientAs = Callable[[Actor], Client]
GRANTED, DENIED = AppealState.GRANTED, AppealState.DENIED


@pytest.fixture
def rejected(scene: Scene, report: Report) -> Report:
    return judged(report, ReportState.REJECTED, actor=scene.validator, reason="Nomor tidak cocok.")


@pytest.fixture
def appeal(scene: Scene, rejected: Report) -> VerdictAppeal:
    return appeal_verdict(report=rejected, text="Nomornya terbaca di foto kedua.", actor=scene.principal)


def answered(appeal: VerdictAppeal, decision: str = GRANTED, actor: Actor | None = None) -> Report:
    answer_appeal(
        appeal=appeal, decision=decision, answer="Sudah kami lihat lagi.", actor=actor or member("coordinator")
    )
    return Report.objects.get(pk=appeal.report_id)


def told(kind: str) -> list[int]:
    return sorted(Message.objects.filter(kind=f"verification/{kind}").values_list("to_user_id", flat=True))


def test_the_school_files_and_the_coordinators_are_told(
    scene: Scene, rejected: Report, client: Client, client_as: ClientAs
) -> None:
    coordinator, elsewhere = member("coordinator"), member("coordinator", codes=("32",))
    page = client.get(reverse("verification:report_detail", args=[rejected.public_id])).content.decode()
    where = reverse("verification:verdict_appeal", args=[rejected.public_id])
    assert where in page
    client.post(where, {"text": "Nomornya terbaca di foto kedua."})
    assert VerdictAppeal.objects.get().filed_by_id == scene.principal.user_id
    assert coordinator.user_id in told("verdict_appealed")
    assert elsewhere.user_id not in told("verdict_appealed")
    assert rejected.handover.school.name in client_as(coordinator).get("/keberatan/").content.decode()


def test_granted_the_proof_stands_as_before_and_waits(scene: Scene, appeal: VerdictAppeal) -> None:
    before = figures()
    report = answered(appeal)
    after = figures()
    assert report.state == ReportState.SUBMITTED
    assert (after.delivered - before.delivered, before.open - after.open) == (1, 1)
    assert scene.handover.allocations.get().state == AllocationState.HANDED_OVER
    assert differences() == ""


def test_somebody_else_judges_anew(scene: Scene, appeal: VerdictAppeal) -> None:
    report = answered(appeal)
    assert claim_next(actor=scene.validator) is None
    with pytest.raises(Forbidden):
        decide(report=report, decision=ReportState.VERIFIED, actor=scene.validator)
    judged(report)
    assert figures().met == 1
    assert differences() == ""


def test_the_same_person_under_another_account_does_not_either(scene: Scene, appeal: VerdictAppeal) -> None:
    other = member("validator", codes=("31.73",))
    digest = User.objects.get(pk=scene.validator.user_id).person_digest
    User.objects.filter(pk=other.user_id).update(person_digest=digest)
    answered(appeal)
    assert claim_next(actor=other) is None


def test_denied_everything_stays(scene: Scene, appeal: VerdictAppeal) -> None:
    before = figures()
    assert answered(appeal, DENIED).state == ReportState.REJECTED
    assert figures() == before
    assert told("appeal_denied") == [scene.principal.user_id]
    assert told("gift_reopened") == []
    assert differences() == ""


def test_granted_everybody_concerned_hears_of_it(scene: Scene, appeal: VerdictAppeal) -> None:
    other = member("validator", codes=("31.73",))
    before = told("report_waiting")
    answered(appeal)
    assert told("appeal_granted") == [scene.principal.user_id]
    assert told("gift_reopened") == [scene.donor.user_id]
    assert other.user_id in told("report_waiting")
    assert told("report_waiting").count(scene.validator.user_id or 0) == before.count(scene.validator.user_id or 0)


# --- Somebody else took a need meanwhile ------------------------------------------------------------


@pytest.fixture
def pair(scene: Scene) -> Handover:
    """Two tablets, whose report was rejected; all other needs of the school are closed."""
    people_at(scene.school, pupils=1)
    handover = complete(appoint(promise(scene.donor, scene.school, offer(2))))
    judged(report_on(handover, actor=scene.principal), ReportState.REJECTED, actor=scene.validator)
    return handover


def take_one(pair: Handover) -> Pledge:
    """Another giver promises as many as leave one of the two open."""
    others = Need.objects.filter(state="open").exclude(allocations__handover=pair).count()
    return promise(member("donor"), pair.school, offer(others + 1))


def test_a_need_that_was_taken_stays_with_who_took_it(scene: Scene, pair: Handover, client: Client) -> None:
    report = Report.objects.get(handover=pair)
    appeal = appeal_verdict(report=report, text="Gawainya ada.", actor=scene.principal)
    taken = set(take_one(pair).lines.get().allocations.values_list("need_id", flat=True))
    lost = pair.allocations.filter(need_id__in=taken).count()
    assert lost >= 1
    report = answered(appeal)
    kept = dict(pair.allocations.values_list("need_id", "state"))
    assert {state for need, state in kept.items() if need in taken} == {AllocationState.REFUTED}
    assert {state for need, state in kept.items() if need not in taken} <= {AllocationState.HANDED_OVER}
    page = client.get(reverse("verification:report_detail", args=[report.public_id])).content.decode()
    assert "Kebutuhan Murid VII-A sudah dipenuhi bantuan lain" in page
    judged(report)
    assert figures().met == 2 - lost
    assert differences() == ""


# --- What is not possible ---------------------------------------------------------------------------


def test_the_fifteenth_day_is_too_late(scene: Scene, rejected: Report) -> None:
    Verdict.objects.update(decided_at=timezone.now() - timedelta(days=15))
    with pytest.raises(Refused, match="14 hari"):
        appeal_verdict(report=rejected, text="Terlambat.", actor=scene.principal)


def test_once_for_each_rejection(scene: Scene, appeal: VerdictAppeal) -> None:
    with pytest.raises(Refused, match="sudah diajukan"):
        appeal_verdict(report=appeal.report, text="Sekali lagi.", actor=scene.principal)
    again = judged(answered(appeal), ReportState.REJECTED, actor=member("validator"))
    appeal_verdict(report=again, text="Yang kedua.", actor=scene.principal)
    assert VerdictAppeal.objects.count() == 2
    assert differences() == ""


@pytest.mark.parametrize("state", [ReportState.VERIFIED, ReportState.RETURNED])
def test_only_against_a_rejection(scene: Scene, report: Report, state: str) -> None:
    with pytest.raises(Refused, match="ditolak"):
        appeal_verdict(report=judged(report, state), text="Tidak setuju.", actor=scene.principal)


def test_words_are_needed_on_both_sides(scene: Scene, rejected: Report) -> None:
    with pytest.raises(Refused):
        appeal_verdict(report=rejected, text="  ", actor=scene.principal)
    appeal = appeal_verdict(report=rejected, text="Tidak setuju.", actor=scene.principal)
    with pytest.raises(Refused):
        answer_appeal(appeal=appeal, decision=GRANTED, answer=" ", actor=member("coordinator"))


def test_answered_twice_is_refused(appeal: VerdictAppeal) -> None:
    answered(appeal, DENIED)
    with pytest.raises(Refused, match="sudah diputus"):
        answered(appeal, GRANTED)


def test_who_rejected_never_answers(scene: Scene, appeal: VerdictAppeal) -> None:
    coordinator = member("coordinator")
    digest = User.objects.get(pk=scene.validator.user_id).person_digest
    User.objects.filter(pk=coordinator.user_id).update(person_digest=digest)
    with pytest.raises(Forbidden):
        answered(appeal, actor=coordinator)


@pytest.mark.parametrize("role", ["validator", "city_supervisor", "district_supervisor", "auditor", "principal"])
def test_nobody_but_the_coordinator_answers(appeal: VerdictAppeal, role: str) -> None:
    with pytest.raises(Forbidden):
        answered(appeal, actor=member(role))


def test_a_coordinator_of_other_ground_finds_nothing(appeal: VerdictAppeal, client_as: ClientAs) -> None:
    client = client_as(member("coordinator", codes=("32",)))
    assert client.get(reverse("verification:appeal_decide", args=[appeal.public_id])).status_code == 404


def test_another_school_appeals_nothing(rejected: Report, outsider: Actor, client_as: ClientAs) -> None:
    where = reverse("verification:verdict_appeal", args=[rejected.public_id])
    assert client_as(outsider).post(where, {"text": "Bukan saya."}).status_code == 404
    with pytest.raises(Forbidden):
        appeal_verdict(report=rejected, text="Bukan saya.", actor=outsider)


def test_the_operator_reads_but_does_not_appeal(scene: Scene, rejected: Report, client_as: ClientAs) -> None:
    client = client_as(member("school_operator", scene.school.organisation))
    where = reverse("verification:verdict_appeal", args=[rejected.public_id])
    assert where not in client.get(reverse("verification:report_detail", args=[rejected.public_id])).content.decode()
    assert client.post(where, {"text": "Saya."}).status_code == 403


def test_the_coordinator_answers_on_the_page(appeal: VerdictAppeal, client_as: ClientAs) -> None:
    where = reverse("verification:appeal_decide", args=[appeal.public_id])
    client = client_as(member("coordinator"))
    assert "Nomornya terbaca" in client.get(where).content.decode()
    client.post(where, {"decision": "granted", "answer": "Kami lihat lagi."})
    assert VerdictAppeal.objects.get().state == GRANTED
