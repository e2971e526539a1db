"""With the ticket one reads what became of it, and may say once that the answer does not help."""

from __future__ import annotations

from django.test import Client

from ksbb.common import sealing
from schools.models import School
from tests.factories.complaints import ANSWER, WORDS, answered, complained
from tests.verification.complaints.conftest import Offices
from verification.actions.contest_complaint import contest_complaint
from verification.models import Complaint, ComplaintStep

WHY = "Gawainya tetap belum ada di rumah kami sampai hari ini."


def page_of(visitor: Client, complaint: Complaint) -> str:
    return visitor.get(f"/lapor/{complaint.code}/").content.decode()


def test_the_ticket_shows_the_way_and_not_the_words(visitor: Client, school: School, offices: Offices) -> None:
    complaint = complained(school=school, name="Ibu Rekaan", contact="0812-0000-0000")
    page = page_of(visitor, complaint)
    assert [complaint.code in page, "Pengaduan diterima" in page, "pengawas kecamatan" in page] == [True] * 3
    assert [words for words in (WORDS, "Ibu Rekaan", "0812", school.name) if words in page] == []


def test_the_answer_is_for_whoever_holds_the_ticket(visitor: Client, school: School, offices: Offices) -> None:
    complaint = answered(complained(school=school), offices.district)
    page = page_of(visitor, complaint)
    assert ANSWER in page
    assert offices.district.name not in page


def test_nobody_keeps_or_lists_the_page(visitor: Client, school: School) -> None:
    answer = visitor.get(f"/lapor/{complained(school=school).code}/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_an_unknown_code_is_nothing(visitor: Client) -> None:
    answer = visitor.get("/lapor/23456789ABCDEFGHJ/")
    assert answer.status_code == 404
    assert "Kode ini tidak dikenal" in answer.content.decode()


def test_the_code_is_typed_as_people_type(visitor: Client, school: School) -> None:
    code = complained(school=school).code
    typed = f" {code[:4].lower()}-{code[4:].lower()} "
    assert visitor.post("/lapor/cek/", {"code": typed})["Location"] == f"/lapor/{code}/"


def test_guessing_codes_is_slowed_down(visitor: Client) -> None:
    answers = [visitor.post("/lapor/cek/", {"code": "23456789ABCDEFGHJ"}).status_code for _time in range(31)]
    assert (answers[29], answers[30]) == (302, 429)


def test_not_content_once_goes_to_the_next_level(visitor: Client, school: School, offices: Offices) -> None:
    complaint = answered(complained(school=school), offices.district)
    visitor.post(f"/lapor/{complaint.code}/belum-puas/", {"reason": WHY})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.level, complaint.handler_id) == ("assigned", 2, None)
    assert complaint.assigned_to_id == offices.city.organisation_id
    said = sealing.unseal(complaint.text_sealed)
    assert [WORDS in said, WHY in said, ANSWER in said] == [True] * 3
    assert ANSWER not in page_of(visitor, complaint)


def test_not_content_a_second_time_is_refused(visitor: Client, school: School, offices: Offices) -> None:
    complaint = answered(complained(school=school), offices.district)
    contest_complaint(complaint=complaint, reason=WHY)
    complaint.refresh_from_db()
    answered(complaint, offices.city)
    page = visitor.post(f"/lapor/{complaint.code}/belum-puas/", {"reason": WHY}).content.decode()
    assert "sudah pernah" in page
    complaint.refresh_from_db()
    assert (complaint.state, complaint.level) == ("answered", 2)


def test_before_the_answer_there_is_nothing_to_contest(visitor: Client, school: School, offices: Offices) -> None:
    complaint = complained(school=school)
    visitor.post(f"/lapor/{complaint.code}/belum-puas/", {"reason": WHY})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.level, complaint.contested_at) == ("open", 1, None)


def test_the_last_level_looks_again_itself(school: School, offices: Offices) -> None:
    complaint = answered(complained("fee", school=school), offices.auditor)
    contest_complaint(complaint=complaint, reason=WHY)
    complaint.refresh_from_db()
    assert (complaint.state, complaint.level) == ("assigned", 4)
    assert not complaint.steps.filter(kind=ComplaintStep.Kind.ESCALATED).exists()
