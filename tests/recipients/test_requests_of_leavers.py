"""Who leaves a school takes the open requests along: none is left where nobody can answer it, and no term begins anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from recipients.actions.answer_request import answer_request
from recipients.actions.decide_case import decide_case
from recipients.actions.end_registrations import end_registrations
from recipients.actions.note_copy import note_copy
from recipients.actions.open_cases import Claim, open_cases
from recipients.actions.pass_on_requests import pass_on_requests
from recipients.actions.receive_request import receive_request
from recipients.actions.register import register
from recipients.actions.take_up_request import take_up_request
from recipients.actions.withdraw_recipient import withdraw_recipient
from recipients.models import Consent, DataRequest, DuplicateCase, Recipient
from recipients.states import EndReason
from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.recipients import RegistrationFactory
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db
NIK = "3174013105090001"


@pytest.fixture
def pupil(school: School, criteria: Any) -> Recipient:
    [pk] = register(school=school, people=[RegistrationFactory.build(ready=True, nik=NIK)], actor=SYSTEM)
    return Recipient.objects.get(pk=pk)


@pytest.fixture
def new_school() -> School:
    return SchoolFactory.create(accepted=True, code="31.74.01.1001")


@pytest.fixture
def new_principal(new_school: School) -> Actor:
    return somebody("principal", organisation=new_school.organisation)


@pytest.fixture
def moves(new_school: School, new_principal: Actor) -> Callable[..., Recipient]:
    """The new school claims the number, and the office says that it is the same pupil."""

    def moved(**told: Any) -> Recipient:
        person = RegistrationFactory.build(**{"ready": True, "nik": NIK} | told)
        [pk] = open_cases(school=new_school, claims=[Claim(0, person)], actor=SYSTEM).values()
        officer = somebody("city_supervisor", codes=("31",))
        decide_case(case=DuplicateCase.objects.get(pk=pk), outcome="moves", ground="papers", actor=officer)
        return Recipient.objects.get(school=new_school)

    return moved


def ask(person: Recipient, kind: str, actor: Actor, **told: Any) -> DataRequest:
    return receive_request(recipient=person, kind=kind, asked_by="parent", proof="kk", actor=actor, **told)


def test_the_new_school_answers_under_the_same_number_and_term(
    pupil: Recipient, moves: Any, principal: Actor, new_principal: Actor, outsider: Actor
) -> None:
    asked = ask(pupil, "erasure", principal, received_at=timezone.now() - timedelta(hours=30))
    take_up_request(request=asked, actor=principal)
    continued = moves()
    passed = DataRequest.objects.visible_to(new_principal).get(pk=asked.pk)
    assert (passed.number, passed.due_at, passed.state) == (asked.number, asked.due_at, "filed")
    assert not DataRequest.objects.visible_to(outsider).exists()
    assert Message.objects.filter(to_user_id=new_principal.user_id, kind="recipients/request_received").exists()
    with pytest.raises(Forbidden):
        answer_request(request=passed, actor=principal)
    answer_request(request=passed, actor=new_principal)
    assert list(Recipient.objects.filter(pk__in=[pupil.pk, continued.pk]).values_list("full_name", flat=True)) == [
        "",
        "",
    ]


def test_a_copy_that_was_made_and_not_handed_over_is_made_anew(pupil: Recipient, moves: Any, principal: Actor) -> None:
    asked = note_copy(request=ask(pupil, "copy", principal), form="page", actor=principal)
    moves()
    asked.refresh_from_db()
    assert (asked.copied_at, asked.copied_by_id) == (None, None)


def test_the_move_itself_takes_the_consent_back(pupil: Recipient, moves: Any, principal: Actor) -> None:
    asked = ask(pupil, "consent", principal)
    moves(ready=False, consent=None)
    asked.refresh_from_db()
    assert (asked.state, asked.recipient) == ("answered", pupil)
    assert not Consent.objects.filter(recipient=pupil).exists()


def test_a_consent_at_the_new_school_is_asked_about_there(pupil: Recipient, moves: Any, principal: Actor) -> None:
    asked = ask(pupil, "consent", principal)
    continued = moves()
    asked.refresh_from_db()
    assert (asked.state, asked.recipient) == ("filed", continued)


def test_the_same_asked_at_both_schools_is_one_with_the_earlier_term(
    pupil: Recipient, new_school: School, principal: Actor, new_principal: Actor
) -> None:
    first = ask(pupil, "correction", principal, about="name", received_at=timezone.now() - timedelta(hours=40))
    told = {"full_name": pupil.full_name, "birth_date": pupil.birth_date, "sex": pupil.sex}
    [pk] = register(school=new_school, people=[RegistrationFactory.build(ready=True, **told)], actor=SYSTEM)
    second = ask(Recipient.objects.get(pk=pk), "correction", new_principal, about="name")
    case = DuplicateCase.objects.get(kind="likeness")
    decide_case(case=case, outcome="moves", ground="papers", actor=somebody("city_supervisor", codes=("31",)))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.due_at) == ("joined", "filed", first.due_at)


def test_who_has_left_takes_the_consent_back_all_the_same(pupil: Recipient, principal: Actor) -> None:
    asked = ask(pupil, "consent", principal)
    withdraw_recipient(recipient=pupil, actor=principal, reason="left")
    assert answer_request(request=asked, actor=principal).state == "answered"
    assert not Consent.objects.filter(recipient=pupil).exists()


def test_who_left_with_a_file_is_used_no_more_as_was_asked(pupil: Recipient, school: School, principal: Actor) -> None:
    asked = ask(pupil, "stop", principal)
    end_registrations(school=school, endings={pupil.pk: EndReason.LEFT}, actor=principal)
    asked.refresh_from_db()
    assert asked.state == "answered"


def test_after_the_move_only_the_new_school_is_asked(pupil: Recipient, moves: Any, principal: Actor) -> None:
    moves()
    pupil.refresh_from_db()
    with pytest.raises(Refused, match="di sekolah yang sekarang"):
        ask(pupil, "copy", principal)


def test_the_form_says_so_before_anything_is_typed(
    pupil: Recipient, moves: Any, principal: Actor, client_as: Callable[[Actor], Client]
) -> None:
    moves()
    page = client_as(principal).get(f"/penerima/{pupil.public_id}/permintaan/").content.decode()
    assert "sudah pindah ke sekolah lain" in page
    assert 'name="asked_by"' not in page


def test_a_request_that_became_part_of_another_names_it(
    pupil: Recipient, moves: Any, principal: Actor, new_principal: Actor, client_as: Callable[[Actor], Client]
) -> None:
    first = ask(pupil, "erasure", principal)
    continued = moves()
    passed = DataRequest.objects.get(pk=first.pk)
    again = DataRequest.objects.create(
        recipient=pupil, organisation_id=pupil.school.organisation_id, region=pupil.region, kind="erasure",
        asked_by="parent", proof="kk", received_at=timezone.now(), due_at=passed.due_at, received_by_id=principal.user_id,
    )  # fmt: skip
    pass_on_requests(holder=pupil, continued=continued, actor=SYSTEM)
    page = client_as(principal).get(f"/permintaan/{again.public_id}/").content.decode()
    assert f"menjadi satu dengan nomor {passed.number}" in page
    assert "menjadi satu" not in client_as(new_principal).get(f"/permintaan/{passed.public_id}/").content.decode()
