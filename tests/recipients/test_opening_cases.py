"""A person whom another school has registered becomes a case; the second school learns its number and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden
from ksbb.common.workdays import working_days_after
from recipients.actions.assess import assess
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.open_likeness_cases import open_likeness_cases
from recipients.actions.register import AlreadyRegistered, register, write_registrations
from recipients.models import DuplicateCase, Need, Recipient
from recipients.registration import Registration, unpacked
from schools.models import School
from tests.factories.recipients import RecipientFactory, RegistrationFactory, a_nik
from tests.factories.schools import SchoolFactory

ClientAs = Callable[[Actor], Client]


def claim(number: int = 7, **told: Any) -> Claim:
    return Claim(number, RegistrationFactory.build(**told))


@pytest.fixture
def holder(school: School) -> Recipient:
    """Registered at a school in another kota."""
    return RecipientFactory.create(
        school=SchoolFactory.create(accepted=True, code="31.74.01.1001"),
        nik="3174013105090001",
        nisn="0091234567",
        nuptk="",
        full_name="Nama Rahasia",
    )


NIK, NISN, NIK_NEARBY = "3174013105090001", "0091234567", "3173013105090009"


def test_the_same_nik_elsewhere_is_a_case(school: School, operator: Actor, holder: Recipient) -> None:
    cases = open_cases(school=school, claims=[claim(7, nik=NIK, full_name="Nama Pengaku")], actor=operator)
    case = DuplicateCase.objects.get()
    assert cases == {7: case.pk}
    assert (case.kind, case.state, case.holder, case.claimant, case.claimant_school) == (
        "number", "open", holder, None, school,
    )  # fmt: skip
    assert (case.region, case.holder_region) == (school.region, holder.region)
    assert case.evidence == {"number": "nik"}
    assert case.due_on == working_days_after(timezone.localdate(), 10)
    assert case.opened_by_id == operator.user_id
    assert unpacked(sealing.unseal(case.claim_sealed)).full_name == "Nama Pengaku"
    assert b"Pengaku" not in bytes(case.claim_sealed)


def test_the_same_claim_finds_the_same_case_and_keeps_the_newest_typing(
    school: School, operator: Actor, holder: Recipient
) -> None:
    first = open_cases(school=school, claims=[claim(nik=NIK, full_name="Salah Tulis")], actor=operator)
    again = open_cases(school=school, claims=[claim(nisn=NISN, full_name="Benar Tulis")], actor=operator)
    case = DuplicateCase.objects.get()
    assert first == again == {7: case.pk}
    assert case.evidence == {"number": "nisn"}
    assert unpacked(sealing.unseal(case.claim_sealed)).full_name == "Benar Tulis"
    assert Event.objects.filter(action="case.opened").count() == 1


def test_another_school_has_a_case_of_its_own(school: School, operator: Actor, holder: Recipient, acting: Any) -> None:
    third = SchoolFactory.create(accepted=True, code="31.72.01.1001")
    other = acting("school_operator", organisation=third.organisation)
    [one] = open_cases(school=school, claims=[claim(nik=NIK)], actor=operator).values()
    [two] = open_cases(school=third, claims=[claim(nik=NIK)], actor=other).values()
    assert one != two


def test_many_claims_are_few_statements(school: School, operator: Actor) -> None:
    elsewhere = SchoolFactory.create(accepted=True, code="31.74.01.1001")
    people = [
        RecipientFactory.create(school=elsewhere, nik=a_nik(RegistrationFactory.build().birth_date)) for _n in "12345"
    ]
    claims = [claim(row, nik=sealing.unseal(one.nik_sealed)) for row, one in enumerate(people)]
    with CaptureQueriesContext(connection) as few:
        open_cases(school=school, claims=claims[:1], actor=operator)
    with CaptureQueriesContext(connection) as many:
        found = open_cases(school=school, claims=claims, actor=operator)
    assert sorted(found) == [0, 1, 2, 3, 4]
    assert len(many) == len(few)


def test_own_people_strangers_and_the_gone_are_no_case(school: School, operator: Actor, holder: Recipient) -> None:
    own = RecipientFactory.create(school=school)
    gone = RecipientFactory.create(ended=True)
    claims = [
        claim(1, nik=sealing.unseal(own.nik_sealed)),
        claim(2, nik=sealing.unseal(gone.nik_sealed)),
        claim(3),
        claim(4, nik=""),
        claim(5, nik=NIK),
    ]
    assert list(open_cases(school=school, claims=claims, actor=operator)) == [5]


def test_only_for_the_own_school(holder: Recipient, school: School, acting: Any, outsider: Actor) -> None:
    with pytest.raises(Forbidden):
        open_cases(school=school, claims=[claim(nik=NIK)], actor=outsider)
    with pytest.raises(Forbidden):
        open_cases(school=school, claims=[claim(nik=NIK)], actor=acting("city_supervisor"))
    assert not DuplicateCase.objects.exists()


# --- the form ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client_as: ClientAs, operator: Actor) -> Client:
    return client_as(operator)


BORN = date(2009, 5, 31)


def typed(**told: Any) -> dict[str, Any]:
    return {
        "full_name": "Anak Diketik", "sex": "L", "birth_date": "2009-05-31", "nik": a_nik(BORN), "nisn": "",
        "class_group": "Kelas 5A", "phone": "", "device_access": "none", "consent": "on", "consent_giver": "Ibu",
        "consent_by": "mother",
        "consent_on": "2026-07-01",
    } | told  # fmt: skip


def answer(desk: Client, **told: Any) -> str:
    response = desk.post(reverse("recipients:recipient_register") + "?jenis=murid", typed(**told))
    assert response.status_code == 200
    return response.content.decode()


def test_the_form_names_the_case_and_keeps_the_typing(desk: Client, holder: Recipient) -> None:
    page = answer(desk, nik=NIK)
    case = DuplicateCase.objects.get()
    assert f"kasus D-{case.pk}" in page
    assert "Anak Diketik" in page
    assert Recipient.objects.count() == 1


def test_the_wording_does_not_tell_number_place_or_person(desk: Client, holder: Recipient) -> None:
    def said(page: str) -> str:
        [text] = re.findall(r"Sudah terdaftar di tempat lain[^<]*", page)[:1]
        return re.sub(r"D-\d+", "D-0", text)

    near = RecipientFactory.create(nik=NIK_NEARBY, school=SchoolFactory.create(accepted=True))
    by_nik, by_nisn = answer(desk, nik=NIK), answer(desk, nisn=NISN)
    nearby = answer(desk, nik=NIK_NEARBY)
    assert said(by_nik) == said(by_nisn) == said(nearby)
    for page in (by_nik, by_nisn, nearby):
        assert "Nama Rahasia" not in page
        assert holder.school.name not in page
        assert near.school.name not in page


def test_the_path_is_the_same_whichever_number_it_is(desk: Client, holder: Recipient) -> None:
    RecipientFactory.create(school=SchoolFactory.create(accepted=True), nik=NIK_NEARBY)
    answer(desk, nik=NIK)  # warms what is read once
    counts = []
    for told in ({"nik": NIK}, {"nisn": NISN}, {"nik": NIK_NEARBY}):
        DuplicateCase.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            answer(desk, **told)
        counts.append([query["sql"][:25] for query in queries])
    assert counts[0] == counts[1] == counts[2]


def test_the_own_person_is_said_plainly(desk: Client, school: School) -> None:
    RecipientFactory.create(school=school, nik=NIK)
    page = answer(desk, nik=NIK)
    assert "sudah terdaftar di sekolah Anda" in page
    assert not DuplicateCase.objects.exists()


# --- likeness ----------------------------------------------------------------------------------------------------------


def ready(**told: Any) -> Registration:
    return RegistrationFactory.build(ready=True, **told)


def test_who_resembles_somebody_is_registered_and_held(school: School, operator: Actor) -> None:
    there = SchoolFactory.create(accepted=True, code="31.74.01.1001")
    holder = RecipientFactory.create(school=there, full_name="Muhammad Rizki Pratama", village="31.73.06.1001")
    [pk, free] = register(
        school=school, people=[ready(full_name="M. Rizky Pratama"), ready(full_name="Orang Lain")], actor=operator
    )
    case = DuplicateCase.objects.get()
    assert (case.kind, case.holder_id, case.claimant_id, case.claimant_school) == ("likeness", holder.pk, pk, school)
    assert case.evidence["name"] == 100
    assert bytes(case.claim_sealed) == b""
    assert Recipient.objects.get(pk=pk).is_held
    assert not Recipient.objects.get(pk=free).is_held
    assert list(Need.objects.values_list("recipient_id", flat=True)) == [free]
    assert Event.objects.filter(action="case.opened", thing_id=case.pk).exists()


def test_two_alike_in_one_file_are_one_case(school: School, operator: Actor) -> None:
    first, second = register(
        school=school, people=[ready(full_name="Siti Nuraini"), ready(full_name="St. Nur Aini")], actor=operator
    )
    case = DuplicateCase.objects.get()
    assert (case.holder_id, case.claimant_id) == (first, second)


def test_twins_are_registered_without_a_case(school: School, operator: Actor) -> None:
    family = {"mother_name": "Siti Aminah", "family_card": "3173060101100001", "village": "31.73.06.1001"}
    register(
        school=school,
        people=[ready(full_name="Dinda Ayu Lestari", **family), ready(full_name="Dindi Ayu Lestari", **family)],
        actor=operator,
    )
    assert not DuplicateCase.objects.exists()
    assert Need.objects.count() == 2


def test_a_pair_that_was_looked_at_is_not_asked_again(school: School, operator: Actor) -> None:
    ids = register(
        school=school, people=[ready(full_name="Siti Nuraini"), ready(full_name="St. Nur Aini")], actor=operator
    )
    case = DuplicateCase.objects.get()
    DuplicateCase.objects.update(state="decided", outcome="different", decided_at=timezone.now(), decided_by_id=1)
    Recipient.objects.update(is_held=False)
    assert open_likeness_cases(recipient_ids=ids, actor=operator) == []
    assert DuplicateCase.objects.get() == case
    assert not Recipient.objects.filter(is_held=True).exists()


def test_the_later_of_two_is_held_whoever_is_looked_at_first(school: School, operator: Actor) -> None:
    """Two schools at the same moment: the one with the smaller number may look when the other is done."""
    earlier, later = write_registrations(
        [(school, ready(full_name="Siti Nuraini")), (school, ready(full_name="St. Nur Aini"))], actor=operator
    )
    assess(recipient_ids=[earlier, later])
    open_likeness_cases(recipient_ids=[earlier], actor=operator)
    assert Recipient.objects.get(pk=later).is_held
    assert list(Need.objects.open().values_list("recipient_id", flat=True)) == [earlier]


def test_likeness_of_many_costs_as_many_statements_as_of_one(school: School, operator: Actor) -> None:
    RecipientFactory.create(full_name="Siti Nuraini")
    with CaptureQueriesContext(connection) as one:
        register(school=school, people=[ready(full_name="St. Nur Aini")], actor=operator)
    with CaptureQueriesContext(connection) as many:
        register(school=school, people=[ready(full_name=f"Nama {n}") for n in range(40)], actor=operator)
    assert len(many) <= len(one)


def test_a_number_of_another_school_stays_refused(school: School, operator: Actor, holder: Recipient) -> None:
    with pytest.raises(AlreadyRegistered):
        register(school=school, people=[ready(nik=NIK)], actor=operator)
