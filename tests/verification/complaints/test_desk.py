"""Whose turn it is takes, answers and closes; reading leaves a trace, files are only ever saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import TimeMachineFixture

from ksbb.accounts.models import Organisation
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, Refused
from schools.models import School
from tests.factories.complaints import ANSWER, WORDS, answered, complained, picture, taken
from tests.factories.donations import school_at
from tests.factories.verification import member
from tests.verification.complaints.conftest import Offices
from verification.actions.answer_complaint import answer_complaint
from verification.actions.close_complaint import close_complaint
from verification.actions.escalate_complaint import escalate_complaint
from verification.actions.open_complaint import open_complaint
from verification.actions.take_complaint import take_complaint
from verification.models import Complaint

ClientAs = Callable[[Actor], Client]


def risen(school: School, **facts: str) -> Complaint:
    """One whose first term is over: it is the Sudin's turn."""
    complaint = complained(school=school, **facts)
    Complaint.objects.filter(pk=complaint.pk).update(due_at=complaint.created_at)
    escalate_complaint(pk=complaint.pk)
    complaint.refresh_from_db()
    return complaint


def test_reading_leaves_a_trace_once_an_hour(
    school: School, offices: Offices, client_as: ClientAs, time_machine: TimeMachineFixture
) -> None:
    complaint, browser = complained(school=school), client_as(offices.district)
    address = f"/pengaduan/{complaint.public_id}/"
    assert WORDS in browser.get(address).content.decode()
    browser.get(address)
    opened = Event.objects.about(complaint).filter(action="complaint.opened")
    assert list(opened.values_list("user_id", flat=True)) == [offices.district.user_id]
    time_machine.move_to(timezone.now() + timedelta(hours=1, minutes=1))
    open_complaint(complaint=complaint, actor=offices.district)
    assert opened.count() == 2


def test_who_wrote_it_is_for_the_level_whose_turn_it_is(school: School, offices: Offices) -> None:
    complaint = risen(school, name="Ibu Rekaan", contact="0812-0000-0000")
    before = open_complaint(complaint=complaint, actor=offices.district)
    now = open_complaint(complaint=complaint, actor=offices.city)
    assert (before.text, before.name, before.contact) == (WORDS, "", "")
    assert (now.name, now.contact) == ("Ibu Rekaan", "0812-0000-0000")


def test_whoever_does_not_see_it_does_not_read_it_either(school: School, offices: Offices, outsider: Actor) -> None:
    complaint = complained(school=school)
    for actor in (offices.city, *offices.elsewhere, outsider):
        with pytest.raises(Forbidden):
            open_complaint(complaint=complaint, actor=actor)
    assert not Event.objects.about(complaint).filter(action="complaint.opened").exists()


def test_taken_answered_and_read_with_the_ticket(school: School, offices: Offices, client_as: ClientAs) -> None:
    complaint, browser = complained(school=school), client_as(offices.district)
    address = f"/pengaduan/{complaint.public_id}/"
    browser.post(f"{address}ambil/")
    browser.post(f"{address}jawab/", {"answer": ANSWER})
    complaint.refresh_from_db()
    assert (complaint.state, sealing.unseal(complaint.answer_sealed)) == ("answered", ANSWER)
    assert complaint.answered_by_id == offices.district.user_id
    assert [step.kind for step in complaint.steps.order_by("id")] == ["received", "assigned", "answered"]


def test_only_who_took_it_answers(school: School, offices: Offices) -> None:
    colleague = member("district_supervisor", organisation=_office(offices.district))
    complaint = taken(complained(school=school), offices.district)
    with pytest.raises(Refused, match="Ambil dulu"):
        answer_complaint(complaint=complaint, answer=ANSWER, actor=colleague)
    answer_complaint(complaint=take_complaint(complaint=complaint, actor=colleague), answer=ANSWER, actor=colleague)
    complaint.refresh_from_db()
    assert complaint.answered_by_id == colleague.user_id


def _office(actor: Actor) -> Organisation:
    return Organisation.objects.get(pk=actor.organisation_id)


def test_a_level_whose_turn_is_over_reads_and_does_nothing(
    school: School, offices: Offices, client_as: ClientAs
) -> None:
    complaint, browser = risen(school), client_as(offices.district)
    address = f"/pengaduan/{complaint.public_id}/"
    assert browser.get(address).status_code == 200
    steps = [browser.post(f"{address}{step}/", {"answer": ANSWER}).status_code for step in ("ambil", "jawab", "tutup")]
    assert steps == [403, 403, 403]
    complaint.refresh_from_db()
    assert (complaint.state, complaint.handler_id) == ("open", None)


def test_a_short_answer_comes_back_with_its_words(school: School, offices: Offices, client_as: ClientAs) -> None:
    complaint = taken(complained(school=school), offices.district)
    page = client_as(offices.district).post(f"/pengaduan/{complaint.public_id}/jawab/", {"answer": "Sudah."})
    assert ["Sudah." in page.content.decode(), "terlalu pendek" in page.content.decode()] == [True, True]


def test_an_answer_is_not_closed_before_the_person_could_object(
    school: School, offices: Offices, time_machine: TimeMachineFixture
) -> None:
    complaint = answered(complained(school=school), offices.district)
    with pytest.raises(Refused, match="masih dapat"):
        close_complaint(complaint=complaint, actor=offices.district)
    time_machine.move_to(timezone.now() + timedelta(days=40))
    close_complaint(complaint=complaint, actor=offices.district)
    assert complaint.state == "closed"


def test_a_file_is_only_ever_saved(school: School, offices: Offices, client_as: ClientAs) -> None:
    pdf = b"%PDF-1.7\nkuitansi\n%%EOF\n"
    complaint = complained(school=school, files=[picture(), ContentFile(pdf, "kuitansi.pdf")])
    browser = client_as(offices.district)
    answers = [browser.get(f"/pengaduan/lampiran/{file.public_id}/") for file in complaint.files.order_by("id")]
    assert [answer["Content-Type"] for answer in answers] == ["image/jpeg", "application/pdf"]
    assert answers[1].content == pdf
    for answer in answers:
        assert answer["Content-Disposition"].startswith("attachment;")
        assert (answer["X-Content-Type-Options"], "no-store" in answer["Cache-Control"]) == ("nosniff", True)
        assert "sandbox" in answer["Content-Security-Policy"]
    assert Event.objects.about(complaint).filter(action="complaint.file_opened").count() == 2


def test_the_list_has_what_waits_here_by_its_term(school: School, offices: Offices, client_as: ClientAs) -> None:
    later, sooner = complained(school=school), complained(school=school)
    Complaint.objects.filter(pk=sooner.pk).update(due_at=timezone.now() - timedelta(days=1))
    risen_one = risen(school)
    complained(school=school_at("31.72.01.1001"))
    browser = client_as(offices.district)

    def rows(**asked: str) -> list[int]:
        return [complaint.pk for complaint, _place in browser.get("/pengaduan/", asked).context["rows"]]

    assert rows() == [sooner.pk, later.pk]
    assert rows(keadaan="terlambat") == [sooner.pk]
    assert rows(keadaan="naik") == [risen_one.pk]
    counts = browser.get("/pengaduan/").context["counts"]
    assert counts == {"waiting": 2, "late": 1, "risen": 1, "answered": 0}


def test_the_next_page_goes_on_where_the_first_ended(school: School, offices: Offices, client_as: ClientAs) -> None:
    every = [complained(school=school).pk for _number in range(32)]
    browser = client_as(offices.district)
    first = browser.get("/pengaduan/").context
    second = browser.get("/pengaduan/", {"sesudah": first["page"].after}).context
    found = [complaint.pk for complaint, _place in [*first["rows"], *second["rows"]]]
    assert found == every


def test_a_long_list_costs_no_more_queries(school: School, offices: Offices, client_as: ClientAs) -> None:
    browser = client_as(offices.district)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            browser.get("/pengaduan/")
        return len(seen)

    complained(school=school)
    queries()
    one = queries()
    for number in range(8):
        complained(school=school_at(name=f"SD Uji {number}"))
    assert queries() == one


def test_the_buttons_carry_their_token(school: School, offices: Offices, client_as: ClientAs) -> None:
    """A browser that is asked for the token, as real ones are."""
    complaint = complained(school=school)
    page = client_as(offices.district).get(f"/pengaduan/{complaint.public_id}/").content.decode()
    steps = [form for form in page.split("<form") if f'action="/pengaduan/{complaint.public_id}/' in form]
    assert ["csrfmiddlewaretoken" in form for form in steps] == [True]
