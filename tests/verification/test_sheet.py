"""The report's page: what was promised beside what was papered and reported, and what does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from donations.models import Handover, HandoverCertificate
from ksbb.accounts.models import User
from ksbb.authority.actors import Actor
from recipients.models import Recipient
from recipients.statistics import figures
from tests.factories.donations import appoint, complete, offer, people_at, promise, school_at
from tests.factories.verification import handed_over, judged, member, photo, principal_of, report_on
from tests.verification.conftest import Scene
from verification.actions.submit_report import submit_report
from verification.actions.weigh_reports import weigh_reports
from verification.comparison import compare
from verification.models import Evidence, Report, Verdict
from verification.oddities import metres_between, of_count, of_dates, of_photo
from verification.states import ReportState

ClientAs = Callable[[Actor], Client]


def detail(client: Client, report: Report) -> str:
    answer = client.get(reverse("verification:report_detail", args=[report.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def decide(client: Client, report: Report, decision: str, **more: str) -> Any:
    return client.post(reverse("verification:report_decide", args=[report.public_id]), {"decision": decision, **more})


def pupil_of(handover: Handover) -> Recipient:
    return Recipient.objects.get(needs__allocations__handover=handover)


# --- What stands on it ----------------------------------------------------------------------------


def test_it_shows_papers_devices_and_photos(scene: Scene, report: Report, client_as: ClientAs) -> None:
    page = detail(client_as(scene.validator), report)
    paper = scene.handover.certificates.get(kind="donor_to_school")
    assert paper.number in page
    assert scene.handover.allocations.get().device.identity in page
    assert reverse("verification:evidence_photo", args=[report.evidence.get().public_id, "kecil"]) in page


def test_names_are_for_the_school_and_its_officers(scene: Scene, report: Report, client_as: ClientAs) -> None:
    name = pupil_of(scene.handover).full_name
    for actor in (scene.principal, member("district_supervisor", codes=("31.73.06",))):
        assert name in detail(client_as(actor), report)


@pytest.mark.parametrize("role", ["validator", "auditor", "coordinator"])
def test_others_read_the_class(scene: Scene, report: Report, client_as: ClientAs, role: str) -> None:
    page = detail(client_as(member(role)), report)
    assert pupil_of(scene.handover).full_name not in page
    assert "Murid VII-A" in page


def test_papers_that_name_a_person_are_not_for_the_validator(scene: Scene, report: Report) -> None:
    seen = HandoverCertificate.objects.visible_to(scene.validator)
    assert {paper.kind for paper in seen} == {"donor_to_school"}
    assert {paper.kind for paper in HandoverCertificate.objects.visible_to(scene.donor)} == {"donor_to_school"}
    assert HandoverCertificate.objects.visible_to(scene.principal).count() == 2


def test_the_line_of_time_names_roles_to_outsiders_and_people_to_the_own_side(
    scene: Scene, report: Report, client_as: ClientAs
) -> None:
    name = User.objects.get(pk=scene.principal.user_id).full_name
    assert f"{name} · Kepala Sekolah" in detail(client_as(scene.principal), report)
    page = detail(client_as(scene.validator), report)
    assert name not in page
    assert "Kepala Sekolah" in page
    assert "Mengirim laporan: 1 gawai diterima" in page


@pytest.mark.parametrize("role", ["donor", "aggregator", "principal"])
def test_strangers_find_nothing(report: Report, client_as: ClientAs, role: str) -> None:
    client = client_as(member(role))
    assert client.get(reverse("verification:report_detail", args=[report.public_id])).status_code == 404
    assert decide(client, report, "verified").status_code == 404


def test_more_devices_and_photos_take_no_more_queries(scene: Scene, client_as: ClientAs) -> None:
    small = scene.reported()
    people_at(scene.school, pupils=6)
    handover = complete(appoint(promise(scene.donor, scene.school, offer(4))))
    large = report_on(handover, actor=scene.principal, photos=5)
    client = client_as(scene.validator)
    detail(client, small)
    with CaptureQueriesContext(connection) as few:
        detail(client, small)
    with CaptureQueriesContext(connection) as many:
        detail(client, large)
    assert len(many) == len(few) < 40


# --- What does not fit -----------------------------------------------------------------------------


def test_a_smaller_count_is_pointed_out() -> None:
    assert [odd.code for odd in of_count(2, 3)] == ["count"]
    assert of_count(3, 3) == []


@pytest.mark.parametrize(
    ("received", "codes"),
    [
        (date(2026, 5, 9), ["too_early"]),
        (date(2026, 5, 10), []),
        (date(2026, 5, 12), []),
        (date(2026, 5, 14), ["too_late"]),
    ],
)
def test_dates_that_do_not_fit_the_handover(received: date, codes: list[str]) -> None:
    found = of_dates(received, scheduled_on=date(2026, 5, 10), done_on=date(2026, 5, 12))
    assert [odd.code for odd in found] == codes


NOON = datetime(2026, 5, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"metres": 1_500.0}, []),
        ({"metres": 9_000.0}, ["far"]),
        ({"used_elsewhere": 2}, ["reused"]),
        ({"taken_at": NOON - timedelta(days=3)}, ["photo_early"]),
        ({"taken_at": NOON + timedelta(days=3)}, ["photo_late"]),
    ],
)
def test_photos_that_do_not_fit(facts: dict[str, Any], codes: list[str]) -> None:
    plain = {
        "taken_at": NOON,
        "received_on": date(2026, 5, 10),
        "submitted_at": NOON,
        "metres": 100.0,
        "used_elsewhere": 0,
    }
    assert [odd.code for odd in of_photo(**{**plain, **facts})] == codes


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert metres_between((-6, 106.8), (-7, 106.8)) == pytest.approx(111_195, rel=0.001)


def test_the_same_photo_in_two_reports_is_seen_on_both(scene: Scene, client_as: ClientAs) -> None:
    same = photo()
    reports = [
        submit_report(
            handover=handover,
            received_on=timezone.localdate(),
            photos=[same],
            actor=principal_of(handover.school),
        )
        for handover in (scene.handover, handed_over(school=school_at("31.72.01.1001")))
    ]
    for report in reports:
        found = compare(
            Report.objects.select_related("handover__pledge", "handover__school").get(pk=report.pk), scene.validator
        )
        assert [odd.code for odd in found.photos[0].oddities] == ["reused"]
    assert "dipakai di 1 laporan lain" in detail(client_as(scene.validator), reports[0])


def test_a_photo_from_far_away_is_pointed_out(scene: Scene, report: Report, client_as: ClientAs) -> None:
    Evidence.objects.update(latitude=-6.9, longitude=107.6)
    assert "km dari sekolah" in detail(client_as(scene.validator), report)


def test_what_stands_beside_a_photo_is_not_told_again_as_a_risk(
    scene: Scene, report: Report, client_as: ClientAs
) -> None:
    Evidence.objects.update(latitude=-6.9, longitude=107.6)
    weigh_reports([report.pk])
    page = detail(client_as(scene.validator), report)
    assert "km dari sekolah" in page
    assert "diambil jauh dari sekolah" not in page
    assert "Belum ada laporan terverifikasi dari sekolah ini." in page


def test_a_report_without_differences_says_so(scene: Scene, report: Report, client_as: ClientAs) -> None:
    assert "tidak menunjukkan perbedaan" in detail(client_as(scene.validator), report)


# --- The word --------------------------------------------------------------------------------------


def test_verified_by_a_press_of_the_button(scene: Scene, report: Report, client_as: ClientAs) -> None:
    answer = decide(client_as(scene.validator), report, "verified")
    assert answer["Location"] == reverse("verification:report_detail", args=[report.public_id])
    assert figures().met == 1


def test_the_buttons_carry_their_token(scene: Scene, report: Report, client_as: ClientAs) -> None:
    client = client_as(scene.validator)
    client.handler.enforce_csrf_checks = True
    assert decide(client, report, "verified").status_code == 403
    page = client.get(reverse("verification:report_detail", args=[report.public_id])).content.decode()
    form = page[page.index(reverse("verification:report_decide", args=[report.public_id])) :]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token
    assert decide(client, report, "verified", csrfmiddlewaretoken=token[1]).status_code == 302


def test_a_return_without_a_reason_asks_for_it(scene: Scene, report: Report, client_as: ClientAs) -> None:
    page = decide(client_as(scene.validator), report, "returned").content.decode()
    assert "tuliskan alasannya" in page
    assert not Verdict.objects.exists()


def test_a_rejection_is_confirmed_first(scene: Scene, report: Report, client_as: ClientAs) -> None:
    client = client_as(scene.validator)
    page = decide(client, report, "rejected", reason="IMEI tidak cocok.").content.decode()
    assert "Tolak laporan ini?" in page
    assert "IMEI tidak cocok." in page
    assert not Verdict.objects.exists()
    decide(client, report, "rejected", reason="IMEI tidak cocok.", confirmed="on")
    assert Verdict.objects.get().decision == ReportState.REJECTED


@pytest.mark.parametrize("decision", ["submitted", "approved", ""])
def test_a_word_that_does_not_exist_changes_nothing(
    scene: Scene, report: Report, client_as: ClientAs, decision: str
) -> None:
    assert decide(client_as(scene.validator), report, decision).status_code == 200
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "city_supervisor", "district_supervisor", "auditor"])
def test_who_sees_it_but_is_no_validator_may_not(report: Report, client_as: ClientAs, role: str) -> None:
    client = client_as(member(role))
    assert "Putusan Anda" not in detail(client, report)
    assert decide(client, report, "verified").status_code == 403


def test_the_principal_may_not_judge_the_own_report(scene: Scene, report: Report, client_as: ClientAs) -> None:
    assert decide(client_as(scene.principal), report, "verified").status_code == 403


def test_a_validator_with_a_part_in_it_reads_why_and_is_refused(
    scene: Scene, report: Report, client_as: ClientAs
) -> None:
    Handover.objects.filter(pk=scene.handover.pk).update(planned_by_id=scene.validator.user_id)
    client = client_as(scene.validator)
    page = detail(client, report)
    assert "harus diperiksa validator lain" in page
    assert 'name="decision"' not in page
    assert decide(client, report, "verified").status_code == 403
    assert not Verdict.objects.exists()


def test_a_validator_of_other_ground_finds_nothing(report: Report, client_as: ClientAs) -> None:
    client = client_as(member("validator", codes=("31.72",)))
    assert client.get(reverse("verification:report_detail", args=[report.public_id])).status_code == 404
    assert decide(client, report, "verified").status_code == 404


def test_a_report_that_was_just_judged_says_so(scene: Scene, report: Report, client_as: ClientAs) -> None:
    judged(report, ReportState.RETURNED)
    client = client_as(scene.validator)
    answer = client.post(
        reverse("verification:report_decide", args=[report.public_id]), {"decision": "verified"}, follow=True
    )
    assert "sudah diputus" in answer.content.decode()
    assert Verdict.objects.count() == 1


def test_a_word_needs_a_post(scene: Scene, report: Report, client_as: ClientAs) -> None:
    assert client_as(scene.validator).get(f"/laporan/{report.public_id}/putusan/").status_code == 405


def test_a_returned_report_leads_the_school_to_its_repair(scene: Scene, report: Report, client_as: ClientAs) -> None:
    judged(report, ReportState.RETURNED, reason="Foto ulang <b>BAST</b>.")
    page = detail(client_as(scene.principal), report)
    assert "Foto ulang &lt;b&gt;BAST&lt;/b&gt;." in page
    assert reverse("verification:report_submit", args=[scene.handover.public_id]) in page
