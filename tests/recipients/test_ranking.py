"""Why this rank: the page and the letter say exactly what decided, and the letter's code is nowhere but on the paper."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pypdf
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from ksbb.common.refusals import Forbidden, Refused
from recipients import codes
from recipients.actions.issue_rank_letter import issue_rank_letter
from recipients.actions.propose_criteria import propose_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.actions.register import register
from recipients.documents import MOST_LETTERS, LetterData, letters_pdf
from recipients.first_criteria import STUDENT
from recipients.models import Assessment, CriteriaSet, Need, RankLetter, Recipient
from recipients.places import places_of
from recipients.rank_policies import letter_ends_at
from recipients.ranking import Place, place_of
from tests.factories.recipients import RegistrationFactory
from tests.factories.schools import SchoolFactory

CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b")


@pytest.fixture
def people(school) -> list[Recipient]:
    """Five eligible pupils; the first two have more points."""
    told = [{"device_access": "none", "has_kip": number < 2} for number in range(5)]
    batch = [
        RegistrationFactory.build(circumstances=facts, consent={"relation": "mother", "given_on": date(2026, 7, 1)})
        for facts in told
    ]
    register(school=school, people=batch, actor=SYSTEM)
    return list(Recipient.objects.order_by("pk"))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


# --- the code -----------------------------------------------------------------------------------------


@given(st.integers(min_value=0, max_value=2**80 - 1))
def test_a_code_is_read_back_however_it_is_typed(number):
    code = "".join(codes.SIGNS[number >> 5 * place & 31] for place in range(16))
    typed = codes.in_groups(code).lower().replace("0", "o").replace("1", "l")
    assert codes.plain(f" {typed} ") == code


@pytest.mark.parametrize("typed", ["", "7K4M", "7K4M-92QX-PT5W-0A1", "7K4M-92QX-PT5W-0A1U", "é" * 16])
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.plain(typed) == ""


def test_codes_have_eighty_bits():
    assert len(codes.SIGNS) ** codes.LENGTH == 2**80
    assert len({codes.new_code() for _n in range(200)}) == 200


# --- places -------------------------------------------------------------------------------------------


def test_the_places_of_many_are_the_places_of_each(people, school):
    other = SchoolFactory.create(accepted=True, code="31.73.05.1001")
    elsewhere = SchoolFactory.create(accepted=True, code="31.74.01.1001")
    for place in (other, elsewhere):
        register(school=place, people=RegistrationFactory.build_batch(3, ready=True), actor=SYSTEM)
    needs = list(Need.objects.all())
    Need.objects.filter(pk=needs[1].pk).update(turn=1)
    Need.objects.filter(pk=needs[2].pk).update(lot=7)
    needs = list(Need.objects.all())
    assert places_of(needs) == {need.pk: place_of(need) for need in needs}


def test_a_verdict_and_a_need_lie_where_their_person_does(people, criteria):
    """What the places of a kota are counted by; a new version's verdicts are built in another way."""
    publish_criteria(criteria=propose_criteria(criteria=next_version(), actor=SYSTEM), actor=SYSTEM)
    regions = Recipient.objects.values_list("pk", "region")
    assert set(Assessment.objects.values_list("recipient_id", "region")) == set(regions)
    assert set(Need.objects.values_list("recipient_id", "region")) == set(regions)
    assert place_of(Need.objects.get(recipient=people[0])) == Place(in_school=1, of_school=5, in_city=1, of_city=5)


def test_one_place_is_two_statements_and_follows_a_new_version(people, django_assert_num_queries):
    need = Need.objects.get(recipient=people[4])
    with django_assert_num_queries(2):
        assert place_of(need) == Place(in_school=5, of_school=5, in_city=5, of_city=5)
    publish_criteria(criteria=propose_criteria(criteria=next_version(welfare_card=-50), actor=SYSTEM), actor=SYSTEM)
    assert place_of(need) == Place(in_school=3, of_school=5, in_city=3, of_city=5)
    assert Assessment.objects.values("pk").distinct().count() == Assessment.objects.count() == 10


def next_version(**weights: int) -> CriteriaSet:
    clauses = [
        {**clause, **({"weight": weights[clause["id"]]} if clause["id"] in weights else {})} for clause in STUDENT
    ]
    return CriteriaSet.objects.create(kind="student", version=2, clauses=clauses)


def test_a_promised_need_has_no_place(people):
    need = Need.objects.order_by("pk")[0]
    Need.objects.filter(pk=need.pk).update(state="reserved", reserved_at=need.created_at)
    assert places_of([Need.objects.get(pk=need.pk)]) == {}


def test_the_places_of_a_whole_school_are_one_statement(people, django_assert_num_queries):
    needs = list(Need.objects.all())
    with django_assert_num_queries(1):
        places_of(needs)


# --- the page -----------------------------------------------------------------------------------------


def test_the_page_tells_every_clause_the_sum_and_both_places(people, operator, client_as):
    page = client_as(operator).get(reverse("recipients:recipient_rank", args=[people[0].public_id])).content.decode()
    verdict = Assessment.objects.newest().get(recipient=people[0])
    assert all(reason.label in page for reason in verdict.reasons if reason.is_required)
    assert f"dengan {verdict.points} poin" in page
    assert page.count("<b>ke-1</b> dari 5") == 2
    assert str(Need.objects.get(recipient=people[0]).public_id) in page


def test_the_second_of_a_household_reads_that_another_came_first(people, operator, client_as):
    Need.objects.filter(recipient=people[0]).update(turn=1)
    page = client_as(operator).get(reverse("recipients:recipient_rank", args=[people[0].public_id])).content.decode()
    assert "Kakak atau adik satu kartu keluarga mendapat giliran dulu. Ini giliran ke-2" in page


def test_the_page_of_who_is_not_eligible_names_what_lacks(school, operator, client_as):
    [pk] = register(school=school, people=[RegistrationFactory.build()], actor=SYSTEM)
    recipient = Recipient.objects.get(pk=pk)
    page = client_as(operator).get(reverse("recipients:recipient_rank", args=[recipient.public_id])).content.decode()
    assert "Belum layak" in page
    assert "belum terpenuhi" in page


def test_another_school_finds_nothing(people, outsider, client_as):
    client = client_as(outsider)
    assert client.get(reverse("recipients:recipient_rank", args=[people[0].public_id])).status_code == 404
    assert client.post(reverse("recipients:rank_letter", args=[people[0].public_id])).status_code == 404


def test_an_officer_reads_the_reasons_and_prints_no_letter(people, acting, client_as):
    client = client_as(acting("city_supervisor"))
    assert client.get(reverse("recipients:recipient_rank", args=[people[0].public_id])).status_code == 200
    assert client.post(reverse("recipients:rank_letter", args=[people[0].public_id])).status_code == 403


# --- the letter ----------------------------------------------------------------------------------------


def test_the_letter_says_the_verdict_the_reasons_and_how_to_appeal(people, operator):
    text = text_of(issue_rank_letter(recipients=[people[0]], actor=operator))
    verdict = Assessment.objects.newest().get(recipient=people[0])
    assert people[0].full_name in text
    assert "Layak menerima gawai belajar" in text
    assert "ke-1 dari 5 di sekolah ini" in text
    assert f"Jumlah poin {verdict.points}" in text
    assert "/sanggah/" in text
    assert CODE.search(text)


def test_only_the_hash_of_the_code_is_kept(people, operator):
    text = text_of(issue_rank_letter(recipients=[people[0]], actor=operator))
    code = codes.plain(CODE.findall(text)[0])
    letter = RankLetter.objects.get()
    assert bytes(letter.code_digest) == codes.digest_of(code)
    assert code not in str(list(Event.objects.values())) + str(list(RankLetter.objects.values()))


def test_the_letter_keeps_what_it_said(people, operator):
    issue_rank_letter(recipients=[people[0]], actor=operator)
    verdict = Assessment.objects.newest().get(recipient=people[0])
    letter = RankLetter.objects.get()
    assert (letter.criteria_id, letter.is_eligible, letter.points) == (verdict.criteria_id, True, verdict.points)
    assert Event.objects.about(people[0]).filter(action="letter.issued", user_id=operator.user_id).count() == 1


def test_the_code_of_a_letter_of_friday_ends_ten_working_days_later(people, operator, settings):
    issue_rank_letter(recipients=[people[0]], actor=operator)
    letter = RankLetter.objects.get()
    letter.issued_at = letter.issued_at.replace(year=2026, month=10, day=2)
    assert letter_ends_at(letter).date() == date(2026, 10, 16)


def test_who_is_not_assessed_gets_no_letter(db, acting):
    school = SchoolFactory.create(accepted=True)
    operator = acting("school_operator", organisation=school.organisation)
    [pk] = register(school=school, people=[RegistrationFactory.build()], actor=SYSTEM)
    with pytest.raises(Refused, match="Belum ada penilaian"):
        issue_rank_letter(recipients=[Recipient.objects.get(pk=pk)], actor=operator)


def test_an_officer_issues_none(people, acting):
    with pytest.raises(Forbidden):
        issue_rank_letter(recipients=people, actor=acting("city_supervisor"))


def test_letters_are_for_the_own_people_only(people, outsider):
    with pytest.raises(Refused):
        issue_rank_letter(recipients=people, actor=outsider)
    assert not RankLetter.objects.exists()


def test_a_class_is_one_file_in_a_fixed_number_of_queries(people, operator, client_as, django_assert_max_num_queries):
    client = client_as(operator)
    with django_assert_max_num_queries(30):
        response = client.post(reverse("recipients:rank_letters"), {"siapa": "kelas:Kelas 5A"})
    pdf = pypdf.PdfReader(io.BytesIO(response.content))
    assert response["Content-Type"] == "application/pdf"
    assert len(pdf.pages) == len(people) == RankLetter.objects.count()
    assert len(set(CODE.findall(text_of(response.content)))) == len(people)


def test_the_form_offers_the_classes_with_their_numbers(people, operator, client_as):
    page = client_as(operator).get(reverse("recipients:rank_letters")).content.decode()
    assert "Kelas 5A (5)" in page


def letter(**changes: Any) -> LetterData:
    data: dict[str, Any] = {
        "name": "Murid Rekaan", "class_name": "5A", "is_teacher": False, "school": "SD Uji", "city": "Jakarta Barat",
        "issued_on": date(2026, 11, 2), "is_eligible": True, "points": 55, "required": [("Tidak punya gawai", True)],
        "given": [("Penerima KIP", 15, 15)], "without": ["Yatim"], "places": ["ke-1 dari 2 di sekolah ini"], "turn": 0,
        "standing": "", "ticket": "3f2a9c1e-7b40-4a9b-9a11-0c5d2e6f7a88", "lot": "", "version": 1, "effective_from": None,
        "assessed_on": date(2026, 11, 1), "appeal_until": date(2026, 11, 16), "code": "7K4M-92QX-PT5W-0A1B",
        "appeal_url": "https://ksbb.example/sanggah/", "draw_url": "https://ksbb.example/undian/",
    }  # fmt: skip
    return LetterData(**data | changes)


def test_equal_letters_are_equal_bytes():
    assert letters_pdf([letter()]) == letters_pdf([letter()])


def test_the_letter_tells_ticket_and_lot_as_two_things():
    text = text_of(letters_pdf([letter(lot="b10b7993dc44b16")])).replace("\u200b", "")
    assert "hasil: b10b7993dc44b16; yang kecil didahulukan" in text


def test_each_letter_begins_on_a_page_of_its_own():
    pdf = pypdf.PdfReader(io.BytesIO(letters_pdf([letter(), letter(name="Kedua"), letter(name="Ketiga")])))
    assert ["Kedua" in page.extract_text() for page in pdf.pages] == [False, True, False]


@pytest.mark.parametrize("count", [0, MOST_LETTERS + 1])
def test_no_letter_and_too_many_are_refused(count):
    with pytest.raises(ValueError):
        letters_pdf([letter()] * count)


def test_a_name_with_any_letters_prints():
    text = text_of(letters_pdf([letter(name="Nguyễn 李 🙂 =HYPERLINK()")]))
    assert "Nguyễn □ □ =HYPERLINK()" in text
