"""How much speaks for a closer look: judged without the database, gathered in a constant number of statements."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from donations.models import Handover, ReceiptSlip, WantedDevice
from ksbb.authority.actors import Actor
from tests.factories.donations import people_at, school_at
from tests.factories.verification import handed_over, judged, photo, principal_of, report_on, waiting_report
from tests.verification.conftest import Scene
from tests.verification.test_report_list import copies
from verification.actions.submit_report import submit_report
from verification.actions.weigh_reports import weigh_reports
from verification.models import Evidence, EvidencePrint, Report
from verification.risk import MOST, WEIGHTS, Fact, facts_of, of_guardians, of_photos, weigh
from verification.states import ReportState
from verification.tasks import weigh_what_changed

# --- Without the database ---------------------------------------------------------------------------

CODES = st.sampled_from(sorted(WEIGHTS))


@given(st.lists(CODES, max_size=30))
def test_more_findings_never_weigh_less_and_never_more_than_the_most(codes: list[str]) -> None:
    risks = [weigh(Fact(code) for code in codes[:count]) for count in range(len(codes) + 1)]
    points = [risk.points for risk in risks]
    assert points == sorted(points)
    assert all(0 <= one <= MOST for one in points)
    assert risks[0].is_green
    assert not any(risk.is_green for risk in risks[1:])


@given(st.lists(CODES, max_size=30))
def test_the_heaviest_stands_first_and_no_code_twice(codes: list[str]) -> None:
    facts = weigh(Fact(code) for code in codes).facts
    assert [fact.points for fact in facts] == sorted((fact.points for fact in facts), reverse=True)
    assert {fact.code for fact in facts} == set(codes)
    assert len(facts) == len(set(codes))


@pytest.mark.parametrize("code", sorted(WEIGHTS))
def test_every_finding_has_its_sentence_also_without_numbers(code: str) -> None:
    assert Fact(code).sentence.endswith(".")
    assert facts_of([Fact(code, {"count": 3}).kept()]) == [Fact(code, {"count": 3})]


def test_a_code_of_a_later_version_is_left_out() -> None:
    assert facts_of([{"code": "unknown"}]) == []


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ((0, 0, 0, 0), []),
        ((4, 0, 0, 0), ["guardian_none"]),
        ((4, 1, 0, 0), ["guardian_few"]),
        ((4, 2, 0, 0), []),
        ((4, 2, 1, 0), ["guardian_denied"]),
        ((4, 4, 0, 1), ["guardian_charged"]),
    ],
)
def test_what_guardians_say(said: tuple[int, int, int, int], codes: list[str]) -> None:
    assert [fact.code for fact in of_guardians(*said)] == codes


def test_photos_without_anything_odd_are_no_finding() -> None:
    assert of_photos(0, 0, 0) == []
    assert [fact.code for fact in of_photos(1, 2, 3, 4)] == ["photo_reused", "photo_far", "photo_time", "photo_unready"]


# --- From the base ----------------------------------------------------------------------------------


def codes_of(report: Report) -> set[str]:
    weigh_reports([report.pk])
    report.refresh_from_db()
    return {fact["code"] for fact in report.risk_facts}


def answered(report: Report, **said: bool) -> None:
    """The slips of all devices."""
    for unit in report.handover.allocations.all():
        facts = {"answered_at": timezone.now(), **said}
        ReceiptSlip.objects.update_or_create(
            allocation=unit, defaults={"region": unit.region, "digest": uuid4().bytes, "code_sealed": b"x", **facts}
        )


def test_a_beginner_s_report_is_weighed_when_it_is_sent(report: Report) -> None:
    report.refresh_from_db()
    assert {fact["code"] for fact in report.risk_facts} >= {"new_giver", "new_school", "guardian_none"}
    assert report.risk > 0
    assert not report.is_green


def test_a_known_giver_and_school_with_confirmations_is_green(scene: Scene) -> None:
    judged(scene.reported())
    people_at(scene.school, pupils=2)
    report = report_on(handed_over(school=scene.school, donor=scene.donor), actor=scene.principal)
    Handover.objects.filter(pk=report.handover_id).update(confirmed_how="before")
    answered(report, arrived=True)
    EvidencePrint.objects.all().delete()
    assert codes_of(report) == set()
    assert (report.is_green, report.risk) == (True, 0)


def test_guardians_who_deny_or_were_charged_weigh_most(report: Report) -> None:
    answered(report, arrived=False)
    assert "guardian_denied" in codes_of(report)
    answered(report, arrived=True, was_charged=True)
    assert "guardian_charged" in codes_of(report)
    assert report.risk >= 60


def test_a_wanted_device_is_found_by_its_number(report: Report) -> None:
    device = report.handover.allocations.get().device
    wanted = WantedDevice.objects.create(
        kind="imei", value=device.imei, why="stolen", told_on=timezone.localdate(), told_by_id=1
    )
    assert "device_wanted" in codes_of(report)
    WantedDevice.objects.filter(pk=wanted.pk).update(lifted_at=timezone.now(), lifted_by_id=1, lifted_reason="Salah.")
    assert "device_wanted" not in codes_of(report)


def test_odd_photos_and_dates_and_paper_are_found(scene: Scene, report: Report) -> None:
    Evidence.objects.update(latitude=-6.9, longitude=107.6, taken_at=timezone.now() - timedelta(days=90))
    Handover.objects.update(
        scheduled_for=timezone.now() + timedelta(days=9), done_at=timezone.now() + timedelta(days=9)
    )
    found = codes_of(report)
    assert found >= {"photo_far", "photo_time", "date"}


def test_the_same_picture_in_two_reports_is_found_in_both(scene: Scene) -> None:
    same = photo()
    reports = [
        submit_report(handover=one, received_on=timezone.localdate(), photos=[same], actor=principal)
        for one, principal in (
            (scene.handover, scene.principal),
            _elsewhere(),
        )
    ]
    assert all("photo_reused" in codes_of(report) for report in reports)


def _elsewhere() -> tuple[Handover, Actor]:
    handover = handed_over(school=school_at("31.72.01.1001"))
    return handover, principal_of(handover.school)


def test_a_second_try_is_told(scene: Scene, report: Report) -> None:
    judged(report, ReportState.RETURNED)
    assert "again" in codes_of(report_on(scene.handover, actor=scene.principal))


def test_what_is_decided_is_weighed_no_more(report: Report) -> None:
    judged(report)
    assert weigh_reports([report.pk]) == 0


def test_ten_reports_or_forty_take_as_many_statements(report: Report) -> None:
    copies(report, 9)
    weigh_reports(list(Report.objects.values_list("pk", flat=True)))
    Report.objects.update(risk=0, risk_facts=[], is_green=True)
    with CaptureQueriesContext(connection) as few:
        weigh_reports(list(Report.objects.values_list("pk", flat=True)))
    copies(report, 30)
    Report.objects.update(risk=0, risk_facts=[], is_green=True)
    with CaptureQueriesContext(connection) as many:
        weigh_reports(list(Report.objects.values_list("pk", flat=True)))
    assert len(many) == len(few) < 20


def test_what_guardians_say_later_is_weighed_by_the_clock(report: Report) -> None:
    other = waiting_report()
    Report.objects.update(risk=0, risk_facts=[])
    Evidence.objects.update(updated_at=timezone.now() - timedelta(days=1))
    answered(report, arrived=False)
    assert weigh_what_changed() == 1
    report.refresh_from_db()
    other.refresh_from_db()
    assert report.risk >= 50
    assert other.risk == 0


def test_a_giver_s_first_proof_is_weighed_by_the_clock(scene: Scene, report: Report) -> None:
    people_at(scene.school, pupils=2)
    other = report_on(handed_over(school=scene.school, donor=scene.donor), actor=scene.principal)
    judged(report)
    weigh_what_changed()
    other.refresh_from_db()
    assert not {"new_giver", "new_school"} & {fact["code"] for fact in other.risk_facts}
