"""The Sudin says whether two registrations are one person; what follows happens at once, or nothing does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from ksbb.accounts.models import User
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common import sealing
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from ksbb.notifications.models import Message
from ksbb.notifications.writing import letter
from recipients.actions.decide_case import decide_case
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.register import register
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import DuplicateCase, Identity, Need, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.donations.parallel import at_once, kinds
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.recipients import RecipientFactory, RegistrationFactory
from tests.factories.schools import SchoolFactory

Outcome = DuplicateCase.Outcome
NIK, NISN = "3174013105090001", "0091234567"


@pytest.fixture
def first_school(criteria: Any) -> School:
    """In another kota than `school`."""
    return SchoolFactory.create(accepted=True, code="31.74.01.1001")


@pytest.fixture
def holder(first_school: School) -> Recipient:
    [pk] = register(
        school=first_school,
        people=[
            RegistrationFactory.build(
                ready=True, nik=NIK, nisn=NISN, full_name="Muhammad Rizki Pratama", village="31.74.01.1001",
                circumstances={"device_access": "none", "has_kjp": True},
            )
        ],
        actor=SYSTEM,
    )  # fmt: skip
    return Recipient.objects.get(pk=pk)


@pytest.fixture
def officer(acting: Acting) -> Actor:
    """Over the second school."""
    return acting("city_supervisor")


@pytest.fixture
def principals(school: School, first_school: School) -> dict[str, Actor]:
    return {
        "first": somebody("principal", organisation=first_school.organisation),
        "second": somebody("principal", organisation=school.organisation),
    }


def claim_of(school: School, **told: Any) -> DuplicateCase:
    person = RegistrationFactory.build(**{"ready": True, "nik": NIK, "full_name": "M. Rizki Pratama"} | told)
    [pk] = open_cases(school=school, claims=[Claim(0, person)], actor=SYSTEM).values()
    return DuplicateCase.objects.get(pk=pk)


def double_of(school: School, **told: Any) -> DuplicateCase:
    """Registered a second time, under another number."""
    register(
        school=school,
        people=[RegistrationFactory.build(ready=True, full_name="M. Rizky Pratama", **told)],
        actor=SYSTEM,
    )
    return DuplicateCase.objects.get(kind="likeness")


def decide(case: DuplicateCase, outcome: str, officer: Actor, note: str = "") -> DuplicateCase:
    return decide_case(case=case, outcome=outcome, ground="papers", note=note, actor=officer)


def open_needs(person: Recipient) -> int:
    return Need.objects.filter(recipient=person, state="open").count()


# --- the same number ---------------------------------------------------------------------------------------------------


def test_a_person_moves_with_history_numbers_and_facts(holder: Recipient, school: School, officer: Actor) -> None:
    case = decide(
        claim_of(school, circumstances={"device_access": "shared", "household_devices": 1}), Outcome.MOVES, officer
    )
    holder.refresh_from_db()
    assert (holder.state, holder.ended_reason, holder.ended_by_id) == ("moved", "moved", officer.user_id)
    new = Recipient.objects.get(school=school)
    assert (new.state, new.origin, case.claimant, new.is_held) == ("registered", holder, new, False)
    assert {i.purpose for i in Identity.objects.filter(recipient=new)} == {"nik", "nisn"}
    assert sealing.unseal(new.nisn_sealed) == NISN
    assert new.village == "31.74.01.1001"
    assert (new.circumstances.device_access, new.circumstances.has_kjp) == ("shared", True)
    assert open_needs(holder) == 0
    assert open_needs(new) == 1


def test_the_old_consent_does_not_pass_over(holder: Recipient, school: School, officer: Actor) -> None:
    decide(claim_of(school, ready=False, consent=None), Outcome.MOVES, officer)
    new = Recipient.objects.get(school=school)
    assert not new.circumstances.consent_given
    assert not hasattr(new, "consent")
    assert open_needs(new) == 0


@pytest.mark.parametrize("outcome", [Outcome.STAYS, Outcome.DIFFERENT, Outcome.MISTAKE])
def test_otherwise_nobody_is_registered(holder: Recipient, school: School, officer: Actor, outcome: str) -> None:
    case = decide(claim_of(school), outcome, officer)
    holder.refresh_from_db()
    assert holder.state == "registered"
    assert open_needs(holder) == 1
    assert not Recipient.objects.filter(school=school).exists()
    assert (case.state, case.outcome, bytes(case.claim_sealed)) == ("decided", outcome, b"")


def test_the_note_is_sealed_and_the_trail_has_no_name(holder: Recipient, school: School, officer: Actor) -> None:
    case = decide(claim_of(school), Outcome.STAYS, officer, note="Ibunya membawa kartu keluarga.")
    case.refresh_from_db()
    assert b"kartu" not in bytes(case.note_sealed)
    assert sealing.unseal(case.note_sealed).startswith("Ibunya")
    event = Event.objects.get(action="case.decided")
    assert event.facts == {"outcome": "stays", "ground": "papers"}
    assert (case.decided_by_id, case.ground) == (officer.user_id, "papers")


def test_a_promised_device_keeps_the_person_where_it_is(holder: Recipient, school: School, officer: Actor) -> None:
    Need.objects.filter(recipient=holder).update(state="reserved", reserved_at=timezone.now())
    case = claim_of(school)
    with pytest.raises(Refused, match="dijanjikan"):
        decide(case, Outcome.MOVES, officer)
    case.refresh_from_db()
    assert case.state == "open"
    assert bytes(case.claim_sealed)


def test_who_has_a_device_takes_it_along(holder: Recipient, school: School, officer: Actor) -> None:
    now = timezone.now()
    Need.objects.filter(recipient=holder).update(state="met", reserved_at=now, delivered_at=now, met_at=now)
    decide(claim_of(school), Outcome.MOVES, officer)
    new = Recipient.objects.get(school=school)
    assert new.circumstances.device_access == "own"
    assert not new.needs.exists()


def test_a_third_persons_number_stops_the_move(holder: Recipient, school: School, officer: Actor) -> None:
    RecipientFactory.create(nisn="0099999999")
    case = claim_of(school, nisn="0099999999")
    with pytest.raises(Refused, match="orang ketiga"):
        decide(case, Outcome.MOVES, officer)
    holder.refresh_from_db()
    assert holder.state == "registered"


def test_a_third_schools_claim_on_the_moved_falls(holder: Recipient, school: School, officer: Actor) -> None:
    third = claim_of(SchoolFactory.create(accepted=True))
    decide(claim_of(school), Outcome.MOVES, officer)
    third.refresh_from_db()
    assert (third.state, bytes(third.claim_sealed)) == ("dropped", b"")


# --- likeness ----------------------------------------------------------------------------------------------------------


def test_two_people_the_second_is_free(holder: Recipient, school: School, officer: Actor) -> None:
    case = double_of(school)
    assert case.claimant is not None
    assert open_needs(case.claimant) == 0
    decide(case, Outcome.DIFFERENT, officer)
    case.claimant.refresh_from_db()
    assert not case.claimant.is_held
    assert open_needs(case.claimant) == 1


def test_one_person_who_stays_the_second_registration_goes(holder: Recipient, school: School, officer: Actor) -> None:
    case = double_of(school)
    decide(case, Outcome.STAYS, officer)
    second = Recipient.objects.get(school=school)
    assert (second.state, second.ended_reason, second.is_held) == ("withdrawn", "duplicate", False)
    assert open_needs(holder) == 1


def test_one_person_who_moved_the_second_goes_on(holder: Recipient, school: School, officer: Actor) -> None:
    case = double_of(school)
    decide(case, Outcome.MOVES, officer)
    holder.refresh_from_db()
    second = Recipient.objects.get(school=school)
    assert (holder.state, second.origin, second.is_held) == ("moved", holder, False)
    assert open_needs(second) == 1
    assert sealing.unseal(second.nisn_sealed) == NISN
    assert set(second.identities.values_list("purpose", flat=True)) == {"nik", "nisn"}


def test_who_resembles_two_is_held_until_both_are_decided(holder: Recipient, school: School, officer: Actor) -> None:
    register(school=school, people=[RegistrationFactory.build(ready=True, full_name="Rizki Pratama")], actor=SYSTEM)
    register(school=school, people=[RegistrationFactory.build(ready=True, full_name="Rizki P.")], actor=SYSTEM)
    last = Recipient.objects.latest("pk")
    one, two = DuplicateCase.objects.filter(claimant=last).order_by("pk")
    decide(one, Outcome.DIFFERENT, officer)
    last.refresh_from_db()
    assert last.is_held
    decide(two, Outcome.DIFFERENT, officer)
    last.refresh_from_db()
    assert not last.is_held
    assert open_needs(last) == 1


@pytest.mark.parametrize("who", ["holder", "claimant"])
def test_a_case_falls_when_one_of_the_two_leaves(holder: Recipient, school: School, who: str) -> None:
    case = double_of(school)
    withdraw_recipient(recipient=getattr(case, who), actor=SYSTEM, reason="left")
    case.refresh_from_db()
    assert case.state == "dropped"
    assert case.claimant is not None
    assert not Recipient.objects.filter(is_held=True).exists()
    assert open_needs(case.claimant) == (who == "holder")


def test_a_move_that_the_first_school_records_frees_the_number(
    holder: Recipient, school: School, principals: dict[str, Actor]
) -> None:
    case = claim_of(school)
    withdraw_recipient(recipient=holder, actor=principals["first"], to="moved", reason="moved")
    case.refresh_from_db()
    assert case.state == "dropped"
    assert Message.objects.get(kind="recipients/case_dropped").to_user_id == principals["second"].user_id
    assert register(school=school, people=[RegistrationFactory.build(nik=NIK)], actor=principals["second"])


# --- who decides -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("city_supervisor", ["31.74"]),  # over the first school only: sees it, may not
        ("city_supervisor", ["31.72"]),
        ("coordinator", ["31"]),
        ("district_supervisor", ["31.73.06"]),
        ("principal", ["31.73.06.1001"]),
    ],
)
def test_only_the_sudin_over_the_second_school_decides(
    holder: Recipient, school: School, acting: Acting, role: str, codes: list[str]
) -> None:
    case = claim_of(school)
    with pytest.raises(Forbidden):
        decide(case, Outcome.STAYS, acting(role, codes=codes))
    case.refresh_from_db()
    assert case.state == "open"


def test_nobody_decides_about_the_own_school(holder: Recipient, school: School, officer: Actor) -> None:
    MembershipFactory.create(
        user=User.objects.get(pk=officer.user_id), organisation=school.organisation, role="principal"
    )
    with pytest.raises(Refused, match="anggota"):
        decide(claim_of(school), Outcome.STAYS, officer)


def test_what_makes_no_sense_cannot_be_decided(holder: Recipient, school: School, officer: Actor) -> None:
    with pytest.raises(ValueError, match="mistake"):
        decide(double_of(school), Outcome.MISTAKE, officer)


def test_within_one_school_nobody_moves(holder: Recipient, first_school: School, acting: Acting) -> None:
    with pytest.raises(ValueError, match="moves"):
        decide(double_of(first_school), Outcome.MOVES, acting("city_supervisor", codes=["31.74"]))


def test_a_decided_case_is_not_decided_again(holder: Recipient, school: School, officer: Actor) -> None:
    case = decide(claim_of(school), Outcome.STAYS, officer)
    with pytest.raises(Refused, match="selesai"):
        decide(case, Outcome.MOVES, officer)


# --- who is told -------------------------------------------------------------------------------------------------------


def test_both_schools_are_told_without_a_name(
    holder: Recipient, school: School, officer: Actor, principals: dict[str, Actor]
) -> None:
    case = decide(claim_of(school), Outcome.MOVES, officer)
    told = {message.to_user_id: message for message in Message.objects.filter(kind="recipients/case_decided")}
    assert set(told) == {principals["first"].user_id, principals["second"].user_id}
    for message in told.values():
        assert message.context["case"] == case.name
        assert "Rizki" not in str(message.context)
    assert (
        told[principals["second"].user_id or 0].path == f"/penerima/{Recipient.objects.get(school=school).public_id}/"
    )


def test_a_school_that_was_wrongly_thought_of_never_knows(
    holder: Recipient, school: School, officer: Actor, principals: dict[str, Actor]
) -> None:
    decide(double_of(school), Outcome.DIFFERENT, officer)
    assert [m.to_user_id for m in Message.objects.filter(kind="recipients/case_decided")] == [
        principals["second"].user_id
    ]


LETTERS: list[tuple[Callable[[School], DuplicateCase], str]] = [
    *((claim_of, outcome) for outcome in (Outcome.MOVES, Outcome.STAYS, Outcome.DIFFERENT, Outcome.MISTAKE)),
    *((double_of, outcome) for outcome in (Outcome.MOVES, Outcome.STAYS, Outcome.DIFFERENT)),
]


@pytest.mark.parametrize(("make", "outcome"), LETTERS)
def test_every_letter_says_something(
    holder: Recipient, school: School, officer: Actor, principals: dict[str, Actor], make: Any, outcome: str
) -> None:
    decide(make(school), outcome, officer)
    for message in Message.objects.filter(kind="recipients/case_decided"):
        subject, body = letter(message)
        assert subject.startswith("Kasus D-")
        assert len(body.split("\n")[1]) > 40 or len(body.split("\n")[0]) > 40
        assert message.path in body


# --- at once -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_at_once_one_decides(holder: Recipient, school: School) -> None:
    officers = [somebody("city_supervisor", codes=("31.73",)) for _number in range(2)]
    case = claim_of(school)
    loaded = [DuplicateCase.objects.get(pk=case.pk) for _officer in officers]
    answers = at_once(
        [
            lambda: decide(loaded[0], Outcome.MOVES, officers[0]),
            lambda: decide(loaded[1], Outcome.MOVES, officers[1]),
        ]
    )
    assert kinds(answers) == {"DuplicateCase": 1, StaleState.__name__: 1}
    assert Recipient.objects.filter(school=school).count() == 1
    assert Event.objects.filter(action="case.decided").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_schools_at_once_one_registers_and_the_other_has_a_case(school: School, first_school: School) -> None:
    def try_it(at: School) -> str:
        person = RegistrationFactory.build(nik=NIK, birth_date=date(2009, 5, 31))
        try:
            register(school=at, people=[person], actor=SYSTEM)
        except Refused:
            return "case" if open_cases(school=at, claims=[Claim(0, person)], actor=SYSTEM) else "nothing"
        return "registered"

    answers = at_once([lambda: try_it(school), lambda: try_it(first_school)])
    assert sorted(answers) == ["case", "registered"]
    assert Recipient.objects.count() == 1
    assert DuplicateCase.objects.count() == 1
