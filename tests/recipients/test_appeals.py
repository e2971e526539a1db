"""Appeals: filed by the school or with the letter's code, decided once, told to who filed, and nobody's points changed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pypdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, VISITOR
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from ksbb.common.workdays import working_days_after
from ksbb.notifications.models import Message
from recipients.actions.decide_appeal import decide_appeal
from recipients.actions.erase_recipient import erase_recipient
from recipients.actions.file_appeal import file_appeal
from recipients.actions.issue_rank_letter import issue_rank_letter
from recipients.actions.record_circumstances import record_circumstances
from recipients.actions.register import register
from recipients.models import Appeal, Assessment, RankLetter, Recipient
from tests.factories.recipients import RegistrationFactory

CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b")
STORY = "HP-nya rusak sejak Agustus, jadi sekarang tidak punya gawai."
ANSWER = "Kami sudah mencocokkan keterangannya dengan sekolah."


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def pupil(school) -> Recipient:
    told = {"device_access": "shared", "household_devices": 1, "household_learners": 2}
    consent = {"relation": "mother", "given_on": date(2026, 7, 1)}
    [pk] = register(
        school=school, people=[RegistrationFactory.build(circumstances=told, consent=consent)], actor=SYSTEM
    )
    return Recipient.objects.get(pk=pk)


@pytest.fixture
def sudin(acting):
    return acting("city_supervisor")


@pytest.fixture
def code(pupil, operator) -> str:
    """What a parent reads on the letter."""
    pdf = issue_rank_letter(recipients=[pupil], actor=operator)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return str(CODE.findall(text)[0])


@pytest.fixture
def appeal(pupil, operator) -> Appeal:
    return file_appeal(recipient=pupil, ground="device", message=STORY, actor=operator)


def test_nobody_is_written_about_who_has_just_been_erased(pupil, code, principal) -> None:
    letter = RankLetter.objects.select_related("recipient", "criteria").get()
    erase_recipient(recipient=pupil, actor=principal)
    with pytest.raises(Refused):
        file_appeal(letter=letter, ground="device", message=STORY, actor=VISITOR)
    assert not Appeal.objects.exists()


def opened(code: str) -> Client:
    """A parent's telephone in which the code was typed."""
    client = Client()
    client.post(reverse("recipients:appeal_code"), {"code": code})
    return client


# --- filing ------------------------------------------------------------------------------------------


def test_the_school_appeals_against_the_verdict_in_force(pupil, appeal):
    verdict = Assessment.objects.newest().get(recipient=pupil)
    assert (appeal.criteria_id, appeal.points, appeal.is_eligible) == (verdict.criteria_id, verdict.points, True)
    assert appeal.due_on == working_days_after(timezone.localdate(), 10)
    assert Event.objects.about(appeal).get(action="appeal.filed").facts == {"filed_as": "school", "ground": "device"}


def test_what_was_said_lies_sealed_in_the_base(appeal):
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM recipients_appeal a")
        row = cursor.fetchone()[0]
    assert "rusak" not in row
    assert sealing.unseal(Appeal.objects.get().message_sealed) == STORY


def test_a_second_appeal_waits_for_the_first(pupil, appeal, operator):
    with pytest.raises(Refused, match="Tunggu putusannya"):
        file_appeal(recipient=pupil, ground="income", message=STORY, actor=operator)


def test_the_school_is_told_before_it_writes(pupil, appeal, operator, client_as):
    page = client_as(operator).get(f"/penerima/{pupil.public_id}/sanggah/").content.decode()
    assert "Sudah ada sanggahan" in page
    assert 'name="message"' not in page


def test_an_identity_number_is_not_taken_along(code, pupil):
    browser = opened(code)
    for written in ("NIK 3174011234567890", "KK 3174 0112 3456 7890."):
        answer = browser.post("/sanggah/isi/", {"ground": "income", "message": f"Penghasilan keliru. {written}"})
        assert "16 digit" in answer.content.decode()
    assert not Appeal.objects.filter(recipient=pupil).exists()
    told = {"ground": "income", "message": "Penghasilan Rp1.200.000, HP 0812-3456-7890."}
    assert browser.post("/sanggah/isi/", told).status_code == 302


def test_a_verdict_that_was_decided_about_is_not_appealed_against_again(pupil, appeal, operator, sudin):
    decide_appeal(appeal=appeal, decision="rejected", answer=ANSWER, actor=sudin)
    with pytest.raises(Refused, match="sudah pernah disanggah"):
        file_appeal(recipient=pupil, ground="income", message=STORY, actor=operator)


def test_a_new_verdict_can_be_appealed_against_again(pupil, appeal, operator, sudin):
    decide_appeal(appeal=appeal, decision="upheld", answer=ANSWER, actor=sudin)
    record_circumstances(answers={pupil.pk: {"device_access": "none"}}, actor=operator)
    again = file_appeal(recipient=pupil, ground="income", message=STORY, actor=operator)
    assert again.points != appeal.points


@pytest.mark.parametrize("role", ["city_supervisor", "district_supervisor", "coordinator", "donor"])
def test_only_the_school_files_for_its_people(pupil, acting, role):
    with pytest.raises(Forbidden):
        file_appeal(recipient=pupil, ground="device", message=STORY, actor=acting(role))


def test_another_school_finds_nobody_to_appeal_for(pupil, outsider, client_as):
    assert client_as(outsider).get(reverse("recipients:appeal_file", args=[pupil.public_id])).status_code == 404


# --- the parent ---------------------------------------------------------------------------------------


def test_a_parent_files_with_the_code_and_no_account(code, pupil):
    client = opened(code.lower().replace("-", " "))
    client.post(reverse("recipients:appeal_write"), {"ground": "device", "message": STORY, "contact": "0812"})
    appeal = Appeal.objects.get()
    assert (appeal.recipient_id, appeal.filed_as, appeal.filed_by_id) == (pupil.pk, "parent", None)
    assert sealing.unseal(appeal.contact_sealed) == "0812"


def test_the_parents_pages_show_nothing_of_the_child_or_the_school(code, pupil, school):
    client = opened(code)
    page = client.get(reverse("recipients:appeal_write")).content.decode()
    assert "Untuk surat penilaian tanggal" in page
    hidden = [pupil.full_name, school.name, school.npsn, str(pupil.public_id), pupil.class_group, "poin"]
    assert [word for word in hidden if word in page] == []


def test_the_code_stands_in_no_address(code, client):
    response = client.post(reverse("recipients:appeal_code"), {"code": code})
    assert response["Location"] == reverse("recipients:appeal_write")


def test_a_wrong_code_opens_nothing(code, client):
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    page = client.post(reverse("recipients:appeal_code"), {"code": wrong}).content.decode()
    assert "Kode ini tidak dikenal" in page
    assert client.get(reverse("recipients:appeal_write"))["Location"] == reverse("recipients:appeal_code")


def test_whoever_guesses_codes_is_told_to_wait(db, client):
    answers = [client.post(reverse("recipients:appeal_code"), {"code": "0" * 16}) for _n in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_telephone_that_is_passed_on_is_closed(code):
    client = opened(code)
    client.post(reverse("recipients:appeal_leave"))
    assert client.get(reverse("recipients:appeal_write")).status_code == 302


def test_the_session_forgets_the_letter_after_half_an_hour(code):
    client = opened(code)
    session = client.session
    session["rank_letter"] = [session["rank_letter"][0], session["rank_letter"][1] - 1801]
    session.save()
    assert client.get(reverse("recipients:appeal_write")).status_code == 302


def test_a_letter_opens_the_form_for_ten_working_days(code):
    RankLetter.objects.update(issued_at=timezone.now() - timedelta(days=60))
    client = opened(code)
    assert "Batas waktu surat ini sudah lewat" in client.get(reverse("recipients:appeal_write")).content.decode()
    with pytest.raises(Refused):
        file_appeal(letter=RankLetter.objects.get(), ground="device", message=STORY, actor=VISITOR)


def test_a_message_of_a_thousand_letters_and_no_more(code):
    client = opened(code)
    client.post(reverse("recipients:appeal_write"), {"ground": "device", "message": "x" * 1001})
    assert not Appeal.objects.exists()


def test_the_parent_reads_the_answer_with_the_same_code(code, sudin):
    opened(code).post(reverse("recipients:appeal_write"), {"ground": "device", "message": STORY})
    waiting = opened(code).get(reverse("recipients:appeal_write")).content.decode()
    decide_appeal(appeal=Appeal.objects.get(), decision="upheld", answer=ANSWER, actor=sudin)
    answered = opened(code).get(reverse("recipients:appeal_write")).content.decode()
    assert ANSWER not in waiting
    assert "menunggu putusan" in waiting
    assert ANSWER in answered
    assert STORY not in answered


def test_the_answer_can_be_read_when_the_letters_days_are_over(code, sudin):
    opened(code).post(reverse("recipients:appeal_write"), {"ground": "device", "message": STORY})
    decide_appeal(appeal=Appeal.objects.get(), decision="rejected", answer=ANSWER, actor=sudin)
    RankLetter.objects.update(issued_at=timezone.now() - timedelta(days=60))
    assert ANSWER in opened(code).get(reverse("recipients:appeal_write")).content.decode()


# --- deciding -------------------------------------------------------------------------------------------


def test_deciding_changes_no_points_and_tells_the_school(pupil, appeal, sudin, operator, principal):
    before = list(Assessment.objects.values_list("pk", "points", "is_eligible"))
    decide_appeal(appeal=appeal, decision="upheld", answer=ANSWER, actor=sudin)
    assert list(Assessment.objects.values_list("pk", "points", "is_eligible")) == before
    told = set(Message.objects.filter(kind="recipients/appeal_upheld").values_list("to_user_id", flat=True))
    assert told == {operator.user_id, principal.user_id}
    assert pupil.full_name not in str(list(Message.objects.values()))


def test_of_two_officers_one_decides(appeal, sudin, acting):
    same = Appeal.objects.get()
    decide_appeal(appeal=appeal, decision="upheld", answer=ANSWER, actor=sudin)
    with pytest.raises(StaleState):
        decide_appeal(appeal=same, decision="rejected", answer=ANSWER, actor=acting("city_supervisor"))
    assert Appeal.objects.get().state == "upheld"
    assert Event.objects.about(appeal).filter(action__in=["appeal.upheld", "appeal.rejected"]).count() == 1


def test_what_is_decided_is_not_decided_again(appeal, sudin):
    decide_appeal(appeal=appeal, decision="upheld", answer=ANSWER, actor=sudin)
    with pytest.raises(Refused, match="sudah diputuskan"):
        decide_appeal(appeal=appeal, decision="rejected", answer=ANSWER, actor=sudin)


@pytest.mark.parametrize("role", ["district_supervisor", "coordinator", "auditor"])
def test_only_the_sudin_decides(appeal, acting, role):
    with pytest.raises(Forbidden):
        decide_appeal(appeal=appeal, decision="upheld", answer=ANSWER, actor=acting(role))


@pytest.mark.parametrize("ground", ["31.74", "31.7"])
def test_the_sudin_of_another_ground_decides_nothing(appeal, acting, ground):
    elsewhere = replace(acting("city_supervisor", codes=["31.74"]), territory_codes=(ground,))
    with pytest.raises(Forbidden):
        decide_appeal(appeal=appeal, decision="upheld", answer=ANSWER, actor=elsewhere)
    assert Appeal.objects.get().state == "open"


def test_a_sudin_without_ground_decides_nothing(appeal, sudin):
    with pytest.raises(Forbidden):
        decide_appeal(appeal=appeal, decision="upheld", answer=ANSWER, actor=replace(sudin, territory_codes=()))


def test_the_page_asks_once_more_before_it_is_decided(appeal, sudin, client_as):
    client = client_as(sudin)
    address = reverse("recipients:appeal_decide", args=[appeal.public_id])
    page = client.post(address, {"decision": "upheld", "answer": ANSWER}).content.decode()
    assert "Ya, putuskan" in page
    assert Appeal.objects.get().state == "open"
    client.post(address, {"decision": "upheld", "answer": ANSWER, "confirmed": "on"})
    assert Appeal.objects.get().state == "upheld"


def test_an_answer_of_two_words_is_not_enough(appeal, sudin, client_as):
    address = reverse("recipients:appeal_decide", args=[appeal.public_id])
    client_as(sudin).post(address, {"decision": "rejected", "answer": "Tidak bisa.", "confirmed": "on"})
    assert Appeal.objects.get().state == "open"


def test_the_sudin_of_another_city_finds_nothing(appeal, acting, client_as):
    elsewhere = client_as(acting("city_supervisor", codes=["31.74"]))
    assert elsewhere.get(reverse("recipients:appeal_detail", args=[appeal.public_id])).status_code == 404
    assert "Tidak ada sanggahan" in elsewhere.get(reverse("recipients:appeal_list")).content.decode()


# --- who reads what ---------------------------------------------------------------------------------------


def page_of(client: Client, appeal: Appeal) -> str:
    return client.get(reverse("recipients:appeal_detail", args=[appeal.public_id])).content.decode()


def test_a_parents_words_are_for_the_deciding_office_only(code, sudin, operator, acting, client_as):
    opened(code).post(reverse("recipients:appeal_write"), {"ground": "device", "message": STORY, "contact": "0812-77"})
    appeal = Appeal.objects.get()
    assert STORY in page_of(client_as(sudin), appeal)
    for actor in (operator, acting("district_supervisor")):
        page = page_of(client_as(actor), appeal)
        assert STORY not in page
        assert "0812-77" not in page


def test_reading_an_appeal_is_recorded(appeal, sudin, client_as):
    client = client_as(sudin)
    page_of(client, appeal)
    page_of(client, appeal)
    assert Event.objects.about(appeal).filter(action="appeal.opened", user_id=sudin.user_id).count() == 1


def test_the_detail_tells_the_verdict_then_and_the_facts_now(pupil, appeal, sudin, operator, client_as):
    record_circumstances(answers={pupil.pk: {"device_access": "own"}}, actor=operator)
    page = page_of(client_as(sudin), appeal)
    assert f"Layak, {appeal.points} poin" in page
    assert "penilaiannya: belum layak" in page
    assert "punya sendiri" in page


# --- the queue and the duties --------------------------------------------------------------------------------


def test_the_queue_counts_and_shows_the_late_ones(appeal, sudin, client_as):
    Appeal.objects.update(due_on=date(2020, 1, 2))
    client = client_as(sudin)
    page = client.get(reverse("recipients:appeal_list"), {"keadaan": "terlambat"}).content.decode()
    assert str(appeal.public_id) in page
    assert "Lewat batas waktu <b>1</b>" in page
    assert "Sanggahan lewat batas waktu" in client.get(reverse("portal:dashboard")).content.decode()


def test_the_queue_costs_the_same_for_one_and_for_many(
    school, operator, sudin, client_as, django_assert_max_num_queries
):
    ids = register(school=school, people=RegistrationFactory.build_batch(12, ready=True), actor=SYSTEM)
    for recipient in Recipient.objects.filter(pk__in=ids):
        file_appeal(recipient=recipient, ground="device", message=STORY, actor=operator)
    client = client_as(sudin)
    with django_assert_max_num_queries(12):
        client.get(reverse("recipients:appeal_list"))


def test_an_upheld_appeal_is_a_duty_until_the_school_has_written_the_facts_anew(
    pupil, appeal, sudin, operator, client_as
):
    decide_appeal(appeal=appeal, decision="upheld", answer=ANSWER, actor=sudin)
    client = client_as(operator)
    assert "Perbaiki keterangan: sanggahan diterima" in client.get(reverse("portal:dashboard")).content.decode()
    record_circumstances(answers={pupil.pk: {"device_access": "none"}}, actor=operator)
    assert "Perbaiki keterangan: sanggahan diterima" not in client.get(reverse("portal:dashboard")).content.decode()
