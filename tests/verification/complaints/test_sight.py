"""Who knows of a complaint: ground, level, secrecy, and never those whom it is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ksbb.accounts.models import User
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, VISITOR, Actor
from ksbb.authority.roles import Role
from ksbb.portal.duties import tasks_of
from schools.models import School
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.complaints import complained, picture
from tests.factories.verification import member
from tests.verification.complaints.conftest import Offices
from verification.actions.escalate_complaint import escalate_complaint
from verification.models import Complaint

ClientAs = Callable[[Actor], Client]
SECRET = ("fee", "sale", "abuse")


def readers(complaint: Complaint, actors: tuple[Actor, ...]) -> list[Role]:
    return [actor.role for actor in actors if Complaint.objects.visible_to(actor).filter(pk=complaint.pk).exists()]


def overdue(complaint: Complaint) -> Complaint:
    Complaint.objects.filter(pk=complaint.pk).update(due_at=complaint.created_at)
    return complaint


def test_it_begins_at_the_kecamatan(school: School, offices: Offices) -> None:
    assert readers(complained(school=school), offices.all()) == ["district_supervisor"]


def test_who_had_it_keeps_reading_when_it_rises(school: School, offices: Offices) -> None:
    complaint = overdue(complained(school=school))
    escalate_complaint(pk=complaint.pk)
    assert readers(complaint, offices.all()) == ["district_supervisor", "city_supervisor"]


def test_other_provinces_and_other_roles_know_nothing(school: School, offices: Offices, outsider: Actor) -> None:
    others = tuple(member(role) for role in ("validator", "donor", "aggregator", "school_operator"))
    for category in ("not_arrived", "fee"):
        found = readers(complained(category, school=school), (*offices.elsewhere, *others, outsider, VISITOR, SYSTEM))
        assert found == []


def test_personal_data_are_the_coordinators(school: School, offices: Offices) -> None:
    complaint = complained("data", school=school)
    assert complaint.assigned_to_id == offices.coordinator.organisation_id
    assert readers(complaint, offices.all()) == ["coordinator"]


@pytest.mark.parametrize("category", SECRET)
def test_fees_sales_and_abuse_are_the_auditors_alone(school: School, offices: Offices, category: str) -> None:
    complaint = complained(category, school=school)
    assert complaint.assigned_to_id == offices.auditor.organisation_id
    assert readers(complaint, offices.all()) == ["auditor"]


def test_so_is_whatever_the_person_keeps_from_the_local_office(school: School, offices: Offices) -> None:
    assert readers(complained(school=school, is_sensitive=True), offices.all()) == ["auditor"]


def test_a_secret_one_is_in_nobody_elses_list_count_search_page_file_duty_or_trail(
    school: School, offices: Offices, client_as: ClientAs
) -> None:
    complaint = complained("fee", school=school, files=[picture()])
    file = complaint.files.get()
    for actor in (offices.district, offices.city, offices.coordinator):
        browser = client_as(actor)
        everything = browser.get("/pengaduan/", {"keadaan": "semua"})
        by_code = browser.get("/pengaduan/", {"kode": complaint.code})
        assert [list(everything.context["rows"]), list(by_code.context["rows"])] == [[], []]
        assert set(everything.context["counts"].values()) == {0}
        paths = [f"/pengaduan/{complaint.public_id}/", f"/pengaduan/lampiran/{file.public_id}/"]
        assert [browser.get(path).status_code for path in paths] == [404, 404]
        assert [task for task in tasks_of(actor) if "engaduan" in task.title] == []
        assert not Event.objects.visible_to(actor).about(complaint).exists()


def test_the_auditor_finds_it_in_all_of_them(school: School, offices: Offices, client_as: ClientAs) -> None:
    complaint = complained("fee", school=school, files=[picture()])
    browser = client_as(offices.auditor)
    assert [row.pk for row, _place in browser.get("/pengaduan/").context["rows"]] == [complaint.pk]
    assert [row.pk for row, _place in browser.get("/pengaduan/", {"kode": complaint.code}).context["rows"]] == [
        complaint.pk
    ]
    assert browser.get(f"/pengaduan/{complaint.public_id}/").status_code == 200
    assert [task.count for task in tasks_of(offices.auditor) if "engaduan" in task.title] == [1]
    assert Event.objects.visible_to(offices.auditor).about(complaint).exists()


def test_the_staff_of_the_platform_finds_no_trace_of_it_on_the_technical_site(school: School, offices: Offices) -> None:
    complained("fee", school=school)
    complained(school=school)
    browser = Client()
    browser.force_login(UserFactory.create(staff=True))
    page = browser.get("/teknis/audit/event/", {"q": ""}).content.decode()
    assert ["complaint.filed" in page, "sensitive_complaint" in page] == [True, False]


def test_the_trail_of_a_plain_one_is_read_by_whoever_reads_the_trail(school: School, offices: Offices) -> None:
    complaint = complained(school=school)
    assert Event.objects.visible_to(offices.coordinator).about(complaint).exists()


def test_an_officer_who_ever_worked_at_the_school_is_not_asked_and_sees_nothing(school: School) -> None:
    """Also when the membership is over; the complaint goes to the next level."""
    officer = member("district_supervisor", codes=("31.73.06",))
    city = member("city_supervisor", codes=("31.73",))
    MembershipFactory.create(user_id=officer.user_id, organisation=school.organisation, role="principal", ended=True)
    complaint = complained(school=school)
    assert (complaint.level, complaint.assigned_to_id) == (2, city.organisation_id)
    assert readers(complaint, (officer, city)) == ["city_supervisor"]


def test_nor_with_a_second_account_of_the_same_person(school: School, principal: Actor) -> None:
    officer = member("district_supervisor", codes=("31.73.06",))
    User.objects.filter(pk__in=[officer.user_id, principal.user_id]).update(person_digest=b"1" * 32)
    assert readers(complained(school=school), (officer,)) == []


def test_nor_the_auditor_who_worked_there(school: School) -> None:
    auditor = member("auditor", codes=("31",))
    MembershipFactory.create(user_id=auditor.user_id, organisation=school.organisation, role="principal", ended=True)
    complaint = complained("fee", school=school)
    assert (complaint.level, complaint.assigned_to) == (4, None)
    assert readers(complaint, (auditor,)) == []


def test_the_school_itself_finds_no_desk(school: School, principal: Actor, client_as: ClientAs) -> None:
    complaint = complained(school=school)
    browser = client_as(principal)
    assert browser.get("/pengaduan/").status_code == 403
    assert browser.get(f"/pengaduan/{complaint.public_id}/").status_code == 404


def test_where_nobody_sits_it_begins_higher(school: School) -> None:
    coordinator = member("coordinator", codes=("31",))
    complaint = complained(school=school)
    assert (complaint.level, complaint.assigned_to_id) == (3, coordinator.organisation_id)


def test_where_nobody_sits_at_all_it_waits_for_the_last_level(school: School) -> None:
    complaint = complained(school=school)
    assert (complaint.state, complaint.level, complaint.assigned_to) == ("open", 4, None)
