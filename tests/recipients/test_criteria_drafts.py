"""A version of the criteria from draft to force: who writes it, who is told, who lets it pass, and two at once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import IllegalMove, StaleState
from ksbb.notifications.models import Message
from recipients.actions.assess import assess
from recipients.actions.draft_criteria import draft_criteria
from recipients.actions.drop_draft import drop_draft
from recipients.actions.edit_criteria import edit_criteria
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.propose_criteria import propose_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.actions.send_back_criteria import send_back_criteria
from recipients.criteria import BadCriteria
from recipients.first_criteria import STUDENT
from recipients.models import Assessment, CriteriaSet
from schools.models import School
from tests.conftest import Acting
from tests.donations.parallel import at_once, kinds
from tests.factories.recipients import RecipientFactory

HEAVIER = [{**clause, "weight": 25} if clause["id"] == "welfare_card" else clause for clause in STUDENT]


@pytest.fixture
def one(acting: Acting, criteria: list[CriteriaSet]) -> Actor:
    return acting("coordinator")


@pytest.fixture
def other(acting: Acting) -> Actor:
    return acting("coordinator")


def in_force() -> CriteriaSet:
    found = CriteriaSet.objects.in_force("student")
    assert found is not None
    return found


def drafted(actor: Actor, clauses: list[dict[str, Any]] = HEAVIER) -> CriteriaSet:
    draft = draft_criteria(source=in_force(), actor=actor)
    return edit_criteria(criteria=draft, clauses=clauses, seen=draft.updated_at, actor=actor)


def test_a_draft_begins_with_the_rules_in_force(one: Actor) -> None:
    draft = draft_criteria(source=in_force(), actor=one)
    assert (draft.version, draft.state, draft.clauses) == (2, "draft", STUDENT)
    assert in_force().version == 1


def test_one_draft_at_a_time(one: Actor, other: Actor) -> None:
    draft_criteria(source=in_force(), actor=one)
    with pytest.raises(Refused, match="versi 2"):
        draft_criteria(source=in_force(), actor=other)


def test_only_coordinators_write_criteria(one: Actor, acting: Acting, outsider: Actor) -> None:
    draft = drafted(one)
    for stranger in (outsider, acting("city_supervisor"), acting("auditor"), acting("donor")):
        for attempt in (
            partial(draft_criteria, source=in_force()),
            partial(edit_criteria, criteria=draft, clauses=STUDENT, seen=draft.updated_at),
            partial(drop_draft, criteria=draft),
            partial(send_back_criteria, criteria=draft, reason="Tidak."),
        ):
            with pytest.raises(Forbidden):
                attempt(actor=stranger)
    draft.refresh_from_db()
    assert draft.clauses == HEAVIER


def test_the_second_of_two_writers_is_told_and_overwrites_nothing(one: Actor, other: Actor) -> None:
    draft = drafted(one)
    seen = draft.updated_at
    edit_criteria(criteria=draft, clauses=STUDENT, seen=seen, note="Yang pertama", actor=one)
    with pytest.raises(StaleState):
        edit_criteria(criteria=draft, clauses=HEAVIER, seen=seen, note="Yang kedua", actor=other)
    draft.refresh_from_db()
    assert draft.note == "Yang pertama"


def test_bad_rules_are_never_stored(one: Actor) -> None:
    draft = draft_criteria(source=in_force(), actor=one)
    for bad in (
        [],
        [{**STUDENT[0], "field": "nik_sealed"}],
        [{**STUDENT[0], "value": ["none'); DROP TABLE recipients_need; --"]}],
        [{**STUDENT[0], "id": "a') FROM pg_authid --"}],
    ):
        with pytest.raises(BadCriteria):
            edit_criteria(criteria=draft, clauses=bad, seen=draft.updated_at, actor=one)
    draft.refresh_from_db()
    assert draft.clauses == STUDENT


def test_what_was_in_force_once_is_never_written_again(one: Actor) -> None:
    version = in_force()
    with pytest.raises(Refused):
        edit_criteria(criteria=version, clauses=HEAVIER, seen=version.updated_at, actor=one)
    with pytest.raises(Refused):
        drop_draft(criteria=version, actor=one)
    assert in_force().clauses == STUDENT


def test_a_dropped_draft_leaves_its_trace(one: Actor) -> None:
    draft = drafted(one)
    key = draft.pk
    drop_draft(criteria=draft, actor=one)
    assert not CriteriaSet.objects.filter(version=2).exists()
    assert Event.objects.filter(thing_id=key, action="criteria.dropped", user_id=one.user_id).count() == 1
    assert draft_criteria(source=in_force(), actor=one).version == 2


def test_the_other_coordinators_are_told_of_a_proposal(one: Actor, other: Actor, acting: Acting) -> None:
    acting("city_supervisor")
    propose_criteria(criteria=drafted(one), actor=one)
    told = Message.objects.filter(kind="recipients/criteria_proposed")
    assert [message.to_user_id for message in told] == [other.user_id]


def test_a_proposal_cannot_be_changed(one: Actor) -> None:
    draft = propose_criteria(criteria=drafted(one), actor=one)
    with pytest.raises(Refused, match="Kembalikan dulu"):
        edit_criteria(criteria=draft, clauses=STUDENT, seen=draft.updated_at, actor=one)


def test_sent_back_with_a_reason_it_can_be_changed_again(one: Actor, other: Actor) -> None:
    draft = propose_criteria(criteria=drafted(one), actor=one)
    with pytest.raises(Refused, match="alasan"):
        send_back_criteria(criteria=draft, actor=other, reason="  ")
    send_back_criteria(criteria=draft, actor=other, reason="Bobot KIP terlalu besar.")
    assert draft.state == "draft"
    assert draft.returns.get().reason == "Bobot KIP terlalu besar."
    assert Message.objects.filter(kind="recipients/criteria_sent_back", to_user_id=one.user_id).count() == 1
    edit_criteria(criteria=draft, clauses=STUDENT[:4], seen=draft.updated_at, actor=one)


def test_neither_who_proposed_nor_who_wrote_puts_it_into_force(one: Actor, other: Actor, acting: Acting) -> None:
    draft = propose_criteria(criteria=drafted(one), actor=other)
    with pytest.raises(Refused, match="susun"):
        publish_criteria(criteria=draft, actor=one)
    with pytest.raises(Refused, match="mengusulkan"):
        publish_criteria(criteria=draft, actor=other)
    third = acting("coordinator")
    publish_criteria(criteria=draft, actor=third)
    assert in_force().version == 2
    told = Message.objects.filter(kind="recipients/criteria_published").values_list("to_user_id", flat=True)
    assert set(told) == {one.user_id, other.user_id}


def test_a_return_is_a_new_version_with_the_old_rules(one: Actor, other: Actor, school: School) -> None:
    pupil = RecipientFactory.create(school=school, ready=True, circumstances={"device_access": "none", "has_kip": True})
    assess()
    publish_criteria(criteria=propose_criteria(criteria=drafted(one), actor=one), actor=other)
    first = CriteriaSet.objects.get(kind="student", version=1)
    third = draft_criteria(source=first, actor=one, note="Kembali ke versi 1.")
    publish_criteria(criteria=propose_criteria(criteria=third, actor=one), actor=other)
    assert (in_force().version, in_force().clauses, in_force().note) == (3, STUDENT, "Kembali ke versi 1.")
    points = (
        Assessment.objects.filter(recipient=pupil)
        .order_by("criteria__version")
        .values_list("criteria__version", "points")
    )
    # Every decision keeps its version.
    assert list(points) == [(1, 55), (2, 65), (3, 55)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_wins(acting: Acting) -> None:
    install_first_criteria()
    draft = drafted(SYSTEM)
    propose_criteria(criteria=draft, actor=SYSTEM)
    hands = [acting("coordinator") for _number in range(4)]
    found = [CriteriaSet.objects.get(pk=draft.pk) for _hand in hands]
    answers = at_once(
        [partial(publish_criteria, criteria=seen, actor=hand) for seen, hand in zip(found, hands, strict=True)]
    )
    assert kinds(answers)["CriteriaSet"] == 1, answers
    assert {type(answer) for answer in answers} <= {CriteriaSet, StaleState, IllegalMove}
    assert in_force().version == 2
    assert Event.objects.filter(action="criteria.published", thing_id=draft.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_a_draft_at_once_one_wins(acting: Acting) -> None:
    install_first_criteria()
    hands = [acting("coordinator") for _number in range(4)]
    answers = at_once([partial(draft_criteria, source=in_force(), actor=hand) for hand in hands])
    assert kinds(answers) == {"CriteriaSet": 1, "Refused": 3}
