"""With the ticket one reads what became of it, and may say once that the answer does not help."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from donations.models.codes import ALPHABET, new_code
from ksbb.common import sealing
from schools.models import School
from tests.factories.complaints import ANSWER, WORDS, answered, complained
from tests.verification.complaints.conftest import Offices
from verification.actions.contest_complaint import contest_complaint
from verification.models import Complaint, ComplaintStep

WHY = "Gawainya tetap belum ada di rumah kami sampai hari ini."


def opened(visitor: Client, complaint: Complaint) -> str:
    """The address at which the browser that typed the code reads on."""
    address: str = visitor.post("/lapor/cek/", {"code": complaint.code})["Location"]
    return address


def page_of(visitor: Client, complaint: Complaint) -> str:
    return visitor.get(opened(visitor, complaint)).content.decode()


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
    answer = visitor.get(opened(visitor, complained(school=school)))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_an_unknown_code_is_nothing(visitor: Client) -> None:
    assert "Kode ini tidak dikenal" in visitor.post("/lapor/cek/", {"code": "23456789ABCDEFGHJ"}).content.decode()


def test_no_code_stands_in_an_address(visitor: Client, school: School) -> None:
    complaint = complained(school=school)
    address = opened(visitor, complaint)
    assert re.fullmatch(r"/lapor/status/[\w-]{16}/", address)
    assert [complaint.code in address, complaint.public_id.hex in address.replace("-", "")] == [False, False]
    assert opened(visitor, complaint) != address


def test_reload_and_back_show_it_again(visitor: Client, school: School) -> None:
    complaint = complained(school=school)
    address = opened(visitor, complaint)
    assert [complaint.code in visitor.get(address).content.decode() for _time in range(2)] == [True, True]


def test_the_address_opens_nothing_for_whoever_finds_it(visitor: Client, school: School) -> None:
    """In a log, in the history, on another telephone; nor does the cookie open another address."""
    address = opened(visitor, complained(school=school))
    assert Client().get(address)["Location"] == "/lapor/cek/"
    assert visitor.get("/lapor/status/karanganorang12/")["Location"] == "/lapor/cek/"


def test_after_half_an_hour_the_code_is_asked_again(
    visitor: Client, school: School, offices: Offices, time_machine: TimeMachineFixture
) -> None:
    complaint = answered(complained(school=school), offices.district)
    address = opened(visitor, complaint)
    time_machine.move_to(timezone.now() + timedelta(minutes=31))
    assert visitor.get(address)["Location"] == "/lapor/cek/"
    page = visitor.post(f"{address}belum-puas/", {"reason": WHY}).content.decode()
    assert [WHY in page, "Belum terkirim" in page] == [True, True]
    complaint.refresh_from_db()
    assert complaint.contested_at is None


def test_closed_on_a_shared_telephone_it_stays_closed(visitor: Client, school: School) -> None:
    address = opened(visitor, complained(school=school))
    assert visitor.post(f"{address}tutup/")["Location"] == "/lapor/cek/"
    assert visitor.get(address)["Location"] == "/lapor/cek/"


def test_the_address_of_old_leads_to_the_form_and_tells_nothing(visitor: Client, school: School) -> None:
    answers = [visitor.get(f"/lapor/{code}/") for code in (complained(school=school).code, "23456789ABCDEFGHJ")]
    assert [answer["Location"] for answer in answers] == ["/lapor/cek/"] * 2


def test_a_code_has_more_than_sixty_four_bits() -> None:
    assert len(ALPHABET) ** len(new_code()) >= 2**64


def test_the_code_is_typed_as_people_type(visitor: Client, school: School) -> None:
    code = complained(school=school).code
    typed = f" {code[:4].lower()}-{code[4:].lower()} "
    assert code in visitor.get(visitor.post("/lapor/cek/", {"code": typed})["Location"]).content.decode()


def test_guessing_codes_is_slowed_down(visitor: Client) -> None:
    answers = [visitor.post("/lapor/cek/", {"code": "23456789ABCDEFGHJ"}) for _time in range(31)]
    assert [answer.status_code for answer in answers[29:]] == [200, 429]
    assert int(answers[30]["Retry-After"]) > 0


def test_not_content_once_goes_to_the_next_level(visitor: Client, school: School, offices: Offices) -> None:
    complaint = answered(complained(school=school), offices.district)
    visitor.post(f"{opened(visitor, complaint)}belum-puas/", {"reason": WHY})
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
    page = visitor.post(f"{opened(visitor, complaint)}belum-puas/", {"reason": WHY}).content.decode()
    assert "sudah pernah" in page
    complaint.refresh_from_db()
    assert (complaint.state, complaint.level) == ("answered", 2)


def test_before_the_answer_there_is_nothing_to_contest(visitor: Client, school: School, offices: Offices) -> None:
    complaint = complained(school=school)
    visitor.post(f"{opened(visitor, complaint)}belum-puas/", {"reason": WHY})
    complaint.refresh_from_db()
    assert (complaint.state, complaint.level, complaint.contested_at) == ("open", 1, None)


def test_the_last_level_looks_again_itself(school: School, offices: Offices) -> None:
    complaint = answered(complained("fee", school=school), offices.auditor)
    contest_complaint(complaint=complaint, reason=WHY)
    complaint.refresh_from_db()
    assert (complaint.state, complaint.level) == ("assigned", 4)
    assert not complaint.steps.filter(kind=ComplaintStep.Kind.ESCALATED).exists()
