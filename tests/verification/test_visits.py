"""Somebody goes there: who may, what it takes to pass, what a failed visit sets off, and what the school hears."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from tests.donations.parallel import at_once, kinds
from tests.factories.accounts import MembershipFactory
from tests.factories.donations import people_at, school_at
from tests.factories.samples import FINE, long_known, verified_report, visited
from tests.factories.verification import judged, member, waiting_report
from verification.actions.cancel_visit import cancel_visit
from verification.actions.record_visit import record_visit
from verification.actions.take_visit import take_visit
from verification.models import Instrument, IntegrityCase, Report, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Visit:
    return Visit.objects.get(report=verified_report())


@pytest.fixture
def officer():
    return member("district_supervisor")


def page(name: str, visit: Visit) -> str:
    return reverse(f"verification:{name}", args=[visit.public_id])


# --- what is found ------------------------------------------------------------------------------------


def test_a_visit_that_finds_everything_confirms_the_report(visit, officer):
    made = visited(visit, actor=officer)
    assert (made.state, made.visited_by_id, made.answers) == ("passed", officer.user_id, FINE)
    assert not IntegrityCase.objects.exists()


@pytest.mark.parametrize(
    ("seen", "answers", "failed"),
    [
        (0, FINE, ["devices"]),
        (1, FINE | {"matches_papers": "no"}, ["matches_papers"]),
        (1, FINE | {"fee_asked": "yes"}, ["fee_asked"]),
    ],
)
def test_what_does_not_fit_fails_and_opens_a_case_by_itself(visit, seen, answers, failed):
    made = visited(visit, seen=seen, answers=answers)
    case = IntegrityCase.objects.get()
    assert made.state == "failed"
    assert (case.kind, case.report_id, case.opened_by_id, case.state) == (
        "sample_failed",
        visit.report_id,
        None,
        "open",
    )
    assert case.facts["failed"] == failed
    assert (case.facts["expected"], case.facts["seen"]) == (1, seen)


def test_a_finding_without_words_is_refused(visit):
    with pytest.raises(Refused, match="Tuliskan di catatan"):
        visited(visit, seen=0, note=" ")


def test_a_question_that_was_not_asked_yet_is_no_finding(visit):
    assert visited(visit, answers=FINE | {"fee_asked": "unknown", "guardian_asked": "no"}).state == "passed"


def test_a_day_that_has_not_come_is_refused(visit):
    with pytest.raises(Refused, match="belum lewat"):
        visited(visit, visited_on=timezone.localdate() + timedelta(days=1))


def test_the_instrument_in_force_is_what_is_asked(visit, officer, client_as):
    Instrument.objects.filter(purpose="field_visit").delete()
    question = {
        "key": "shown",
        "text": "Ditunjukkan dengan sukarela?",
        "kind": "yes_no",
        "required": True,
        "fails": "no",
    }
    instrument = Instrument.objects.create(
        purpose="field_visit", version=7, title="Uji", questions=[question], state="published", made_by_id=1,
        published_at=timezone.now(), published_by_id=2,
    )  # fmt: skip
    client = client_as(officer)
    assert "Ditunjukkan dengan sukarela?" in client.get(page("visit_record", visit)).content.decode()
    told = {"devices_seen": 1, "q_shown": "no", "note": "Menolak.", "visited_on": timezone.localdate().isoformat()}
    client.post(page("visit_record", visit), told)
    visit.refresh_from_db()
    assert (visit.state, visit.instrument, visit.answers) == ("failed", instrument, {"shown": "no"})


# --- what a failed one sets off -----------------------------------------------------------------------


def test_a_failed_visit_widens_the_sample_for_that_giver_and_school(officer):
    school, giver = school_at(), member("donor")
    people_at(school, pupils=10)
    same_school = long_known(school=school, pupils=0)
    same_giver = long_known(school=school_at("31.73.05.1001"), donor=giver)
    too_old = long_known(school=school, pupils=0, days=200)
    nobody = long_known(school=school_at("31.73.04.1001"))
    report = waiting_report(school=school, donor=giver, pupils=0)
    Report.objects.filter(pk=report.pk).update(risk=90)
    visited(Visit.objects.get(report=judged(report)), seen=0, actor=officer)
    widened = Visit.objects.filter(why="widened")
    assert {one.report_id for one in widened} == {same_school.pk, same_giver.pk}
    assert not Visit.objects.filter(report__in=[too_old, nobody]).exists()
    assert IntegrityCase.objects.get().facts["widened"] == 2


def test_several_failed_visits_widen_it_once():
    school, giver = school_at(), member("donor")
    people_at(school, pupils=10)
    others = [long_known(school=school, donor=giver, pupils=0) for _n in range(3)]
    first = Visit.objects.get(report=verified_report(school=school, pupils=0))
    visited(first, seen=0)
    visited(Visit.objects.get(report=others[0]), seen=0)
    assert Visit.objects.filter(why="widened").count() == 3
    assert IntegrityCase.objects.count() == 2


# --- who goes -----------------------------------------------------------------------------------------


def test_who_accompanied_the_handover_does_not_visit(visit, officer):
    handover = visit.report.handover
    handover.officer_id = officer.user_id
    handover.save(update_fields=["officer"])
    with pytest.raises(Forbidden):
        take_visit(visit=visit, actor=officer)
    with pytest.raises(Forbidden):
        visited(visit, actor=officer)


def test_who_verified_does_not_visit_in_another_role(visit, officer):
    visit.report.verdicts.update(decided_by_id=officer.user_id)
    with pytest.raises(Forbidden):
        visited(Visit.objects.get(pk=visit.pk), actor=officer)


def test_who_once_worked_at_the_school_does_not_visit(visit, officer):
    MembershipFactory.create(
        user_id=officer.user_id, organisation=visit.report.handover.school.organisation, role="principal", ended=True
    )
    with pytest.raises(Forbidden):
        take_visit(visit=visit, actor=officer)


def test_a_taken_visit_is_left_to_who_took_it_until_it_is_late(visit, officer):
    take_visit(visit=visit, actor=officer)
    colleague = member("city_supervisor")
    visit.refresh_from_db()
    with pytest.raises(Refused, match="petugas lain"):
        visited(visit, actor=colleague)
    Visit.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert visited(Visit.objects.get(), actor=colleague).state == "passed"


@pytest.mark.parametrize("role", ["coordinator", "validator", "auditor", "principal", "donor"])
def test_only_officers_over_the_ground_visit(visit, role):
    with pytest.raises(Forbidden):
        visited(visit, actor=member(role))


def test_an_officer_of_another_place_finds_nothing(visit, client_as):
    other = client_as(member("district_supervisor", codes=("31.72.01",)))
    assert other.get(page("visit_detail", visit)).status_code == 404
    assert visit.report.handover.school.name not in other.get(reverse("verification:visit_list")).content.decode()


# --- the school ---------------------------------------------------------------------------------------


def test_the_school_hears_of_it_only_afterwards(visit, client_as):
    principal = member("principal", visit.report.handover.school.organisation)
    client = client_as(principal)
    assert client.get(page("visit_detail", visit)).status_code == 404
    assert not Message.objects.filter(kind__startswith="verification/visit").exists()
    visited(visit)
    assert client.get(page("visit_detail", visit)).status_code == 200
    assert Message.objects.filter(kind="verification/visit_passed", to_user_id=principal.user_id).exists()


def test_the_outsider_never_hears_of_it(visit, outsider, client_as):
    visited(visit)
    assert client_as(outsider).get(page("visit_detail", visit)).status_code == 404


# --- the pages ----------------------------------------------------------------------------------------


def test_an_officer_takes_it_and_writes_it_down_on_a_phone(visit, officer, client_as):
    client = client_as(officer)
    client.post(page("visit_take", visit))
    assert "Catat hasil kunjungan" in client.get(page("visit_detail", visit)).content.decode()
    client.post(page("visit_leave", visit))
    assert Visit.objects.get().taken_by_id is None


def test_what_was_typed_is_kept_when_something_is_wrong(visit, officer, client_as):
    typed = {"devices_seen": "0", "q_matches_papers": "no", "note": "", "visited_on": timezone.localdate().isoformat()}
    answer = client_as(officer).post(page("visit_record", visit), typed).content.decode()
    assert 'value="0"' in answer
    assert Visit.objects.get().state == "planned"


def test_one_has_a_part_in_is_marked_in_the_list(visit, officer, client_as):
    handover = visit.report.handover
    handover.officer_id = officer.user_id
    handover.save(update_fields=["officer"])
    assert "bukan untuk Anda" in client_as(officer).get(reverse("verification:visit_list")).content.decode()


def test_the_list_costs_the_same_for_many(officer, client_as, django_assert_max_num_queries):
    for _n in range(4):
        verified_report()
    client = client_as(officer)
    client.get(reverse("verification:visit_list"))
    with django_assert_max_num_queries(17):
        answer = client.get(reverse("verification:visit_list"))
    assert answer.content.decode().count("/kunjungan/") >= 4


def test_the_coordinator_calls_one_off_with_the_reason(visit):
    coordinator = member("coordinator")
    with pytest.raises(Refused, match="mengapa"):
        cancel_visit(visit=visit, reason=" ", actor=coordinator)
    assert cancel_visit(visit=visit, reason="Sekolah pindah gedung.", actor=coordinator).state == "cancelled"
    with pytest.raises(Refused, match="sudah selesai"):
        visited(visit)


# --- at the same moment -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_down_the_same_visit_at_once_one_does():
    visit = Visit.objects.get(report=verified_report())
    officers = [member("district_supervisor"), member("city_supervisor")]
    told: dict[str, Any] = {
        "visited_on": timezone.localdate(),
        "devices_seen": 0,
        "answers": FINE,
        "note": "Tidak ada.",
    }
    steps = [lambda o=o: record_visit(visit=Visit.objects.get(), actor=o, **told) for o in officers]
    assert kinds(at_once(steps)) == {"Refused": 1, "Visit": 1}
    assert IntegrityCase.objects.count() == 1
    assert Event.objects.filter(action="visit.failed", thing_id=visit.pk).count() == 1
