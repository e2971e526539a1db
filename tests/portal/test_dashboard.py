"""What must I do now? Each role is told its own work and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from donations.models import Handover
from ksbb.accounts.models import User
from ksbb.authority.actors import Actor
from ksbb.authority.roles import Role
from ksbb.portal.dashboards import dashboard_of
from ksbb.portal.duties import tasks_of
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.models import Circumstances
from tests.conftest import Acting
from tests.factories.accounts import UserFactory
from tests.factories.donations import appoint, people_at, promise, school_at
from tests.factories.verification import handed_over, judged, principal_of, waiting_report
from verification.states import ReportState

pytestmark = pytest.mark.django_db
ROLES = [role for role in Role if role not in (Role.VISITOR, Role.SYSTEM)]


def titles(actor: Actor) -> dict[str, int]:
    return {task.title: task.count for task in tasks_of(actor)}


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_its_page(role: Role, acting: Acting, client_as: Callable[[Actor], Client]) -> None:
    response = client_as(acting(role)).get("/beranda/")

    assert response.status_code == 200
    assert "Yang perlu dilakukan sekarang" in response.content.decode()


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client.get("/beranda/").headers["Location"].startswith("/akun/")


def test_a_person_without_a_role_is_told_how_to_get_one(client: Client) -> None:
    person: User = UserFactory.create()
    client.force_login(person)

    html = client.get("/beranda/").content.decode()

    assert "/donasi/daftar/" in html
    assert "undangan" in html


def test_the_operator_finishes_what_the_file_did_not_say(acting: Acting) -> None:
    school = school_at()
    [first, second, _third] = people_at(school, pupils=3)
    Circumstances.objects.filter(pk=first).update(device_access="unknown")
    Circumstances.objects.filter(pk__in=[first, second]).update(consent_given=False)

    found = titles(acting("school_operator", organisation=school.organisation))

    assert found["Isi keadaan gawai"] == 1
    assert found["Catat persetujuan orang tua/wali"] == 2


def test_a_new_school_begins_with_its_people(acting: Acting) -> None:
    assert "Daftarkan penerima pertama" in titles(acting("school_operator", organisation=school_at().organisation))


def test_both_sides_of_a_promise_agree_on_a_day(acting: Acting, outsider: Actor) -> None:
    school, donor = school_at(), acting("donor")
    people_at(school, pupils=1)
    promise(donor, school)

    assert titles(donor)["Sepakati jadwal serah terima"] == 1
    assert titles(principal_of(school))["Sepakati jadwal serah terima"] == 1
    assert "Sepakati jadwal serah terima" not in titles(outsider)


def test_an_appointment_is_shown_with_the_other_side(acting: Acting) -> None:
    school, donor = school_at(name="SMP Tujuan"), acting("donor")
    people_at(school, pupils=1)
    appoint(promise(donor, school))

    assert [one.whom for one in dashboard_of(donor).appointments] == ["SMP Tujuan"]
    assert [one.whom for one in dashboard_of(principal_of(school)).appointments] == [donor.organisation_name]


def test_a_day_that_passed_is_pressing(acting: Acting, outsider: Actor) -> None:
    school, donor = school_at(), acting("donor")
    people_at(school, pupils=1)
    handover = appoint(promise(donor, school))
    Handover.objects.filter(pk=handover.pk).update(scheduled_for=timezone.now() - timedelta(days=1))

    task = tasks_of(principal_of(school))[0]
    assert (task.title, task.tone) == ("Catat serah terima", "bad")
    assert titles(acting("district_supervisor", codes=[school.district_id]))["Serah terima lewat jadwal"] == 1
    assert "Serah terima lewat jadwal" not in titles(acting("district_supervisor", codes=["31.72.01"]))
    assert "Catat serah terima" not in titles(outsider)


def test_the_principal_reports_and_mends(outsider: Actor) -> None:
    handover = handed_over()
    principal = principal_of(handover.school)
    assert titles(principal)["Laporkan gawai yang diterima"] == 1

    returned = judged(waiting_report(), ReportState.RETURNED)
    assert titles(principal_of(returned.handover.school))["Perbaiki laporan yang dikembalikan"] == 1
    assert "Laporkan gawai yang diterima" not in titles(outsider)


def test_the_validator_sees_the_queue_of_the_own_ground(acting: Acting) -> None:
    waiting_report()

    assert titles(acting("validator"))["Laporan menunggu verifikasi"] == 1
    assert not titles(acting("validator", codes=["31.72"]))


def test_a_report_that_waits_too_long_is_pressing(acting: Acting) -> None:
    report = waiting_report()
    type(report).objects.filter(pk=report.pk).update(submitted_at=timezone.now() - timedelta(days=9))

    [task] = tasks_of(acting("validator"))

    assert (task.tone, "9 hari" in task.text) == ("bad", True)


def test_the_coordinator_accepts_schools_that_have_people(acting: Acting) -> None:
    school = school_at(accepted=False)
    school_at(accepted=False)
    principal_of(school)

    assert titles(acting("coordinator"))["Sekolah menunggu diterima"] == 1
    assert "Sekolah menunggu diterima" not in titles(acting("city_supervisor"))


def test_a_donor_is_always_invited_to_give(acting: Acting) -> None:
    school, donor = school_at(), acting("donor")
    people_at(school, pupils=1)
    assert "Pilih sekolah yang ingin dibantu" in titles(donor)

    promise(donor, school)
    assert "Bantu sekolah lain" in titles(donor)


def test_figures_are_those_of_the_own_ground(acting: Acting) -> None:
    people_at(school_at("31.73.06.1001"), pupils=2)
    people_at(school_at("31.72.01.1001"), pupils=3)

    west, all_of_it = dashboard_of(acting("city_supervisor")), dashboard_of(acting("coordinator"))

    assert west.figures is not None
    assert west.figures.open == 2
    assert all_of_it.figures is not None
    assert all_of_it.figures.open == 5
    assert {area.figures.open for area in all_of_it.areas} == {2, 3}


def test_the_criteria_in_force_and_the_trail_are_for_those_who_may(acting: Acting) -> None:
    install_first_criteria()
    waiting_report()

    assert len(dashboard_of(acting("coordinator")).criteria) == 2
    assert dashboard_of(acting("auditor")).happened
    assert not dashboard_of(acting("donor")).criteria
    assert not dashboard_of(acting("principal")).happened


@pytest.mark.parametrize("role", ROLES)
def test_a_dashboard_costs_few_queries(
    role: Role, acting: Acting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actor = acting(role)

    with django_assert_max_num_queries(24):
        dashboard_of(actor)
