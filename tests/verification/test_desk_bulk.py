"""Many green reports with one word: each for itself, and the result says which went and which did not, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from donations.models import Handover, ReceiptSlip
from ksbb.authority.actors import Actor
from tests.factories.donations import people_at
from tests.factories.verification import handed_over, judged, member, principal_of, report_on, waiting_report
from tests.house.test_machines import differences
from tests.verification.conftest import Scene
from tests.verification.test_desk_risk import answered
from verification.actions.claim_report import claim_report
from verification.actions.verify_green import verify_green
from verification.actions.weigh_reports import weigh_reports
from verification.models import EvidencePrint, Report, Verdict
from verification.states import ReportState

ClientAs = Callable[[Actor], Client]
ADDRESS = "/laporan/verifikasi-bersama/"


@pytest.fixture
def green(scene: Scene) -> list[Report]:
    """Three reports of a giver and a school that were proven before, confirmed by their guardians."""
    judged(scene.reported())
    people_at(scene.school, pupils=6)
    reports = [report_on(handed_over(school=scene.school, donor=scene.donor), actor=scene.principal) for _n in range(3)]
    Handover.objects.update(confirmed_how="before")
    # The drawings of the tests are all alike; here they stand for photos that are not.
    EvidencePrint.objects.all().delete()
    for report in reports:
        answered(report, arrived=True)
    weigh_reports([report.pk for report in reports])
    return list(Report.objects.filter(is_green=True).order_by("pk"))


def post(client: Client, *reports: Report, **data: str) -> Any:
    return client.post(ADDRESS, {"pilih": [str(report.public_id) for report in reports], **data})


def states() -> list[str]:
    return list(Report.objects.order_by("pk").values_list("state", flat=True))


def test_the_scene_has_three_green_ones(green: list[Report]) -> None:
    assert len(green) == 3


def test_the_green_ones_show_their_photos_and_the_others_do_not(
    scene: Scene, green: list[Report], client_as: ClientAs
) -> None:
    client = client_as(scene.validator)
    assert client.get("/laporan/", {"tampil": "hijau"}).content.decode().count("/kecil/") == 3
    assert "/kecil/" not in client.get("/laporan/").content.decode()


def test_one_confirmation_comes_first_and_changes_nothing(
    scene: Scene, green: list[Report], client_as: ClientAs
) -> None:
    page = post(client_as(scene.validator), *green).content.decode()
    assert "Verifikasi 3 laporan?" in page
    assert Verdict.objects.count() == 1


def test_confirmed_all_go(scene: Scene, green: list[Report], client_as: ClientAs) -> None:
    page = post(client_as(scene.validator), *green, pasti="ya").content.decode()
    assert "3 dari 3 laporan terverifikasi" in page
    assert set(states()) == {ReportState.VERIFIED}
    assert differences() == ""


def test_what_is_green_no_more_stays_and_says_why(scene: Scene, green: list[Report], client_as: ClientAs) -> None:
    ReceiptSlip.objects.filter(allocation__handover=green[1].handover).update(arrived=False)
    page = post(client_as(scene.validator), *green, pasti="ya").content.decode()
    assert "2 dari 3 laporan terverifikasi" in page
    assert "harus dibuka satu per satu" in page
    assert [Report.objects.get(pk=one.pk).state for one in green] == ["verified", "submitted", "verified"]


def test_one_that_somebody_holds_is_left_to_them(scene: Scene, green: list[Report], client_as: ClientAs) -> None:
    claim_report(report=green[0], actor=member("validator"))
    page = post(client_as(scene.validator), *green, pasti="ya").content.decode()
    assert "sedang diperiksa oleh" in page
    assert "2 dari 3" in page


def test_never_one_with_a_finding_or_an_own_part(scene: Scene, green: list[Report], client_as: ClientAs) -> None:
    red = waiting_report()
    Handover.objects.filter(pk=green[2].handover_id).update(planned_by_id=scene.validator.user_id)
    outcomes = verify_green(reports=[red, *green], actor=scene.validator)
    assert [bool(one.problem) for one in outcomes] == [True, False, False, True]
    page = post(client_as(scene.validator), green[2], pasti="ya", follow="").status_code
    assert page == 302
    assert Verdict.objects.filter(report__in=[red, green[2]]).count() == 0


def test_the_tab_shows_the_green_ones_to_choose(scene: Scene, green: list[Report], client_as: ClientAs) -> None:
    waiting_report()
    page = client_as(scene.validator).get("/laporan/", {"tampil": "hijau"}).content.decode()
    assert page.count('name="pilih"') == 3


@pytest.mark.parametrize("sent", [{}, {"pilih": "bukan-id"}, {"pilih": "00000000-0000-0000-0000-000000000000"}])
def test_without_a_choice_nothing_happens(scene: Scene, client_as: ClientAs, sent: dict[str, str]) -> None:
    answer = client_as(scene.validator).post(ADDRESS, {**sent, "pasti": "ya"}, follow=True)
    assert "Pilih dulu" in answer.content.decode()


@pytest.mark.parametrize("role", ["principal", "coordinator", "auditor", "donor", "district_supervisor"])
def test_nobody_else_may(green: list[Report], client_as: ClientAs, role: str) -> None:
    assert post(client_as(member(role)), *green, pasti="ya").status_code == 403
    assert set(states()) == {"verified", "submitted"}


def test_other_ground_chooses_nothing(green: list[Report], client_as: ClientAs) -> None:
    post(client_as(member("validator", codes=("31.72",))), *green, pasti="ya")
    assert states().count("verified") == 1


def test_the_principal_of_the_school_gets_nothing_of_it(scene: Scene, green: list[Report], client_as: ClientAs) -> None:
    assert post(client_as(principal_of(scene.school)), *green, pasti="ya").status_code == 403
    assert timezone.now() > green[0].submitted_at
