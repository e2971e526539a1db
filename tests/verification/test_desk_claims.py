"""Two validators and one queue: who takes a report has it for twenty minutes, the other sees who, and ten at once get ten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from tests.factories.donations import school_at
from tests.factories.verification import judged, member, report_on, waiting_report
from tests.verification.conftest import Scene
from tests.verification.test_report_list import copies
from verification.actions.claim_next import claim_next
from verification.actions.claim_report import claim_report
from verification.actions.decide import decide
from verification.actions.release_report import release_report
from verification.models import Report, Verdict
from verification.queue import BY_RISK, queue_of
from verification.states import ReportState

ClientAs = Callable[[Actor], Client]


def detail(client: Client, report: Report) -> str:
    return client.get(reverse("verification:report_detail", args=[report.public_id])).content.decode()


def post(client: Client, name: str, report: Report, **data: str) -> Any:
    return client.post(reverse(f"verification:{name}", args=[report.public_id]), data)


@pytest.fixture
def second(scene: Scene) -> Actor:
    """Another validator over the same ground."""
    return member("validator", codes=("31.73",))


def test_the_second_reads_who_has_it_and_finds_no_buttons(
    scene: Scene, report: Report, second: Actor, client_as: ClientAs
) -> None:
    assert 'value="verified"' in detail(client_as(scene.validator), report)
    page = detail(client_as(second), report)
    assert f"sedang diperiksa oleh {scene.validator.name}" in page
    assert 'value="verified"' not in page


def test_the_second_one_s_word_is_refused_and_nothing_is_stored(
    scene: Scene, report: Report, second: Actor, client_as: ClientAs
) -> None:
    claim_report(report=report, actor=scene.validator)
    answer = client_as(second).post(
        reverse("verification:report_decide", args=[report.public_id]), {"decision": "verified"}, follow=True
    )
    assert "sedang diperiksa oleh" in answer.content.decode()
    assert not Verdict.objects.exists()
    with pytest.raises(Refused, match="sedang diperiksa"):
        decide(report=report, decision=ReportState.VERIFIED, actor=second)


def test_after_twenty_minutes_without_activity_it_is_anybody_s(scene: Scene, report: Report, second: Actor) -> None:
    claim_report(report=report, actor=scene.validator)
    assert not claim_report(report=report, actor=second)
    Report.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert claim_report(report=report, actor=second)
    assert Report.objects.get().claimed_by_id == second.user_id


def test_work_renews_the_hold(scene: Scene, report: Report, client_as: ClientAs) -> None:
    client = client_as(scene.validator)
    detail(client, report)
    Report.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    answer = client.post(
        reverse("verification:report_claim", args=[report.public_id]), headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == 204
    assert Report.objects.get().claimed_until > timezone.now() + timedelta(minutes=15)  # type: ignore[operator]


def test_a_hold_that_was_lost_says_so(scene: Scene, report: Report, second: Actor, client_as: ClientAs) -> None:
    claim_report(report=report, actor=second)
    client = client_as(scene.validator)
    address = reverse("verification:report_claim", args=[report.public_id])
    assert client.post(address, headers={"X-Requested-With": "fetch"}).status_code == 409
    assert second.name in client.post(address, follow=True).content.decode()


def test_put_back_it_is_free_at_once(scene: Scene, report: Report, second: Actor, client_as: ClientAs) -> None:
    client = client_as(scene.validator)
    detail(client, report)
    post(client, "report_release", report)
    assert claim_report(report=report, actor=second)
    assert not release_report(report=report, actor=scene.validator)


def test_looking_on_holds_nothing(report: Report, client_as: ClientAs) -> None:
    for role in ("coordinator", "auditor", "district_supervisor"):
        detail(client_as(member(role)), report)
    assert Report.objects.get().claimed_by_id is None


def test_a_word_ends_the_hold_and_leads_to_the_next(scene: Scene, report: Report, client_as: ClientAs) -> None:
    newer = waiting_report()
    client = client_as(scene.validator)
    detail(client, report)
    answer = post(client, "report_decide", report, decision="verified")
    assert answer["Location"] == reverse("verification:report_detail", args=[newer.public_id])
    assert list(Report.objects.order_by("pk").values_list("claimed_by_id", flat=True)) == [
        None,
        scene.validator.user_id,
    ]


def test_the_next_is_the_riskiest_then_the_oldest(scene: Scene, report: Report) -> None:
    others = [waiting_report(school=school_at()) for _n in range(2)]
    Report.objects.filter(pk=others[1].pk).update(risk=90)
    Report.objects.exclude(pk=others[1].pk).update(risk=10)
    taken = [claim_next(actor=member("validator")) for _n in range(4)]
    assert [one and one.pk for one in taken] == [others[1].pk, report.pk, others[0].pk, None]


def test_passing_over_takes_another_and_frees_the_first(scene: Scene, report: Report, client_as: ClientAs) -> None:
    other = waiting_report()
    client = client_as(scene.validator)
    detail(client, report)
    answer = client.post(reverse("verification:desk_next"), {"lewati": str(report.public_id)})
    assert str(other.public_id) in answer["Location"]
    assert Report.objects.get(pk=report.pk).claimed_by_id is None


def test_passing_over_two_leads_to_a_third_and_only_then_back(scene: Scene, report: Report) -> None:
    reports = [report, waiting_report(), waiting_report()]
    Report.objects.update(risk=10)
    Report.objects.filter(pk=reports[1].pk).update(risk=90)
    reached: list[Report | None] = []
    for _n in range(4):
        reached.append(claim_next(actor=scene.validator, after=reached[-1] if reached else None))
    assert [one and one.pk for one in reached] == [reports[n].pk for n in (1, 0, 2, 1)]


def test_with_nothing_left_the_desk_says_so(scene: Scene, client_as: ClientAs) -> None:
    page = client_as(scene.validator).post(reverse("verification:desk_next"), follow=True).content.decode()
    assert "Tidak ada laporan yang bebas" in page


@pytest.mark.parametrize("role", ["principal", "coordinator", "auditor", "district_supervisor"])
def test_others_take_nothing(report: Report, role: str) -> None:
    with pytest.raises(Forbidden):
        claim_report(report=report, actor=member(role))
    with pytest.raises(Forbidden):
        claim_next(actor=member(role))


def test_other_ground_is_out_of_reach(report: Report) -> None:
    elsewhere = member("validator", codes=("31.72",))
    assert claim_next(actor=elsewhere) is None
    with pytest.raises(Forbidden):
        claim_report(report=report, actor=elsewhere)


def test_the_tabs_tell_apart_free_own_and_returned(scene: Scene, report: Report, client_as: ClientAs) -> None:
    taken = waiting_report()
    again = report_on(judged(waiting_report(), ReportState.RETURNED).handover)
    claim_report(report=taken, actor=member("validator"))
    claim_report(report=report, actor=scene.validator)
    client = client_as(scene.validator)
    found = {
        tab: {row.report.pk for row in client.get("/laporan/", {"tampil": tab}).context["rows"]}
        for tab in ("menunggu", "bebas", "saya", "ulang", "hijau", "apa-saja")
    }
    everything = {report.pk, taken.pk, again.pk}
    assert found["menunggu"] == found["apa-saja"] == everything
    assert found["bebas"] == {report.pk, again.pk}
    assert (found["saya"], found["ulang"], found["hijau"]) == ({report.pk}, {again.pk}, set())


def test_ten_rows_or_forty_take_as_many_queries(scene: Scene, report: Report, client_as: ClientAs) -> None:
    client = client_as(scene.validator)
    copies(report, 10)
    client.get("/laporan/")
    with CaptureQueriesContext(connection) as few:
        client.get("/laporan/")
    copies(report, 30)
    claim_report(report=report, actor=member("validator"))
    with CaptureQueriesContext(connection) as many:
        client.get("/laporan/")
    assert len(many) <= len(few) + 1
    assert len(many) < 20


def test_the_queue_by_risk_is_read_from_its_index(scene: Scene, report: Report) -> None:
    """As it is asked, with all that keeps a person from the own work: nothing is sorted, and the reading ends with the page."""
    copies(report, 3_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE verification_report, donations_handover")
    asked = queue_of(scene.validator).select_related("handover__school__district").order_by(*BY_RISK)
    plan = asked.filter(risk_key__gte=-50)[:26].explain()
    assert "report_by_risk" in plan
    assert "Sort Key: verification_report.risk_key" not in plan


def at_once(actors: list[Actor], do: Callable[[Actor], object]) -> list[object]:
    gate = threading.Barrier(len(actors))
    answers: list[object] = []

    def run(actor: Actor) -> None:
        gate.wait()
        try:
            answers.append(do(actor))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[actor]) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_many_who_open_it_at_once_one_has_it() -> None:
    report = waiting_report()
    answers = at_once(
        [member("validator") for _n in range(6)],
        lambda actor: claim_report(report=Report.objects.get(pk=report.pk), actor=actor),
    )
    assert sorted(answers, key=str) == [False] * 5 + [True]


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_for_the_next_get_one_each() -> None:
    report = waiting_report()
    copies(report, 5)
    answers = at_once([member("validator") for _n in range(6)], lambda actor: claim_next(actor=actor))
    assert len({one.pk for one in answers if isinstance(one, Report)}) == 6
