"""A version that was agreed for a later day: until that day nothing changes, then it takes force once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.common.refusals import Refused
from ksbb.notifications.models import Message
from recipients.actions.assess import assess
from recipients.actions.begin_criteria import begin_criteria
from recipients.actions.draft_criteria import draft_criteria
from recipients.actions.edit_criteria import edit_criteria
from recipients.actions.propose_criteria import propose_criteria
from recipients.actions.publish_criteria import publish_criteria
from recipients.actions.register import register
from recipients.actions.send_back_criteria import send_back_criteria
from recipients.first_criteria import STUDENT
from recipients.models import Assessment, CriteriaSet, Need
from recipients.tasks import begin_criteria as begin_criteria_task
from schools.models import School
from tests.conftest import Acting
from tests.donations.parallel import at_once
from tests.factories.recipients import RegistrationFactory

ClientAs = Callable[[Actor], Client]
WITHOUT_KIP = [clause for clause in STUDENT if clause["id"] != "welfare_card"]


def in_force() -> CriteriaSet:
    return CriteriaSet.objects.get(kind="student", state="published")


def days_ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def proposal(criteria: list[CriteriaSet]) -> CriteriaSet:
    draft = CriteriaSet.objects.create(kind="student", version=2, clauses=WITHOUT_KIP)
    return propose_criteria(criteria=draft, actor=SYSTEM)


@pytest.fixture
def agreed(proposal: CriteriaSet, acting: Acting) -> CriteriaSet:
    return publish_criteria(criteria=proposal, actor=acting("coordinator"), effective_from=days_ahead(14))


def test_until_its_day_the_version_before_judges(agreed: CriteriaSet, school: School) -> None:
    facts = {"device_access": "none", "has_kip": True}
    [pupil] = register(school=school, people=[RegistrationFactory.build(ready=True, circumstances=facts)], actor=SYSTEM)
    assess()
    assert begin_criteria(today=days_ahead(13)) == 0
    assert (in_force().version, agreed.state) == (1, "scheduled")
    assert Assessment.objects.newest().get(recipient=pupil).points == 55
    assert begin_criteria(today=days_ahead(14)) == 1
    assert in_force().version == 2
    assert Assessment.objects.newest().get(recipient=pupil).points == 40
    assert Need.objects.open().get().recipient_id == pupil
    assert begin_criteria(today=days_ahead(14)) == 0
    assert CriteriaSet.objects.get(kind="student", version=1).state == "retired"


def test_a_day_the_worker_missed_is_made_up_for(agreed: CriteriaSet) -> None:
    assert begin_criteria(today=days_ahead(20)) == 1
    assert in_force().effective_from == days_ahead(14)


def test_the_worker_of_today_leaves_it(agreed: CriteriaSet) -> None:
    assert begin_criteria_task() == 0


def test_the_trail_and_the_coordinators_are_told_twice(agreed: CriteriaSet, acting: Acting) -> None:
    third = acting("coordinator")
    begin_criteria(today=days_ahead(14))
    actions = Event.objects.filter(thing_id=agreed.pk, action__in=["criteria.scheduled", "criteria.begun"])
    assert list(actions.order_by("pk").values_list("action", flat=True)) == ["criteria.scheduled", "criteria.begun"]
    assert Message.objects.filter(kind="recipients/criteria_published", to_user_id=third.user_id).count() == 1


@pytest.mark.parametrize(("days", "answer"), [(-1, "sudah lewat"), (400, "paling jauh")])
def test_a_day_that_is_none(proposal: CriteriaSet, acting: Acting, days: int, answer: str) -> None:
    with pytest.raises(Refused, match=answer):
        publish_criteria(criteria=proposal, actor=acting("coordinator"), effective_from=days_ahead(days))
    assert CriteriaSet.objects.get(pk=proposal.pk).state == "proposed"


def test_it_can_be_called_off_until_its_day(agreed: CriteriaSet, acting: Acting) -> None:
    with pytest.raises(Refused, match="Kembalikan dulu"):
        edit_criteria(criteria=agreed, clauses=STUDENT, seen=agreed.updated_at, actor=acting("coordinator"))
    send_back_criteria(criteria=agreed, actor=acting("coordinator"), reason="Datanya belum lengkap.")
    assert (agreed.state, agreed.effective_from, agreed.published_by_id) == ("draft", None, None)
    assert begin_criteria(today=days_ahead(14)) == 0
    assert in_force().version == 1


def test_no_other_draft_is_begun_while_one_waits_for_its_day(agreed: CriteriaSet, acting: Acting) -> None:
    with pytest.raises(Refused, match="sudah disetujui"):
        draft_criteria(source=in_force(), actor=acting("coordinator"))


def test_the_database_knows_one_waiting_version_of_a_kind(agreed: CriteriaSet) -> None:
    stamps = {"published_at": timezone.now(), "effective_from": days_ahead(3)}
    with pytest.raises(IntegrityError), transaction.atomic():
        CriteriaSet.objects.create(kind="student", version=3, clauses=STUDENT, state="scheduled", **stamps)


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_one_puts_it_into_force(acting: Acting, criteria: list[CriteriaSet]) -> None:
    draft = CriteriaSet.objects.create(kind="student", version=2, clauses=WITHOUT_KIP)
    propose_criteria(criteria=draft, actor=SYSTEM)
    publish_criteria(criteria=draft, actor=acting("coordinator"), effective_from=days_ahead(1))
    answers = at_once([partial(begin_criteria, today=days_ahead(1)) for _worker in range(4)])
    assert sorted(answers) == [0, 0, 0, 1]
    assert in_force().version == 2
    assert Event.objects.filter(action="criteria.begun", thing_id=draft.pk).count() == 1


def test_the_page_takes_a_day_and_tells_it(
    proposal: CriteriaSet, client_as: ClientAs, acting: Acting, school: School
) -> None:
    page, coordinator = f"/kriteria/{proposal.public_id}/", client_as(acting("coordinator"))
    told = {"seen": proposal.updated_at.isoformat(), "effective_from": days_ahead(-2).isoformat()}
    assert "sudah lewat" in coordinator.post(f"{page}terbitkan/", told).content.decode()
    coordinator.post(f"{page}terbitkan/", told | {"effective_from": days_ahead(14).isoformat()})
    assert "menunggu tanggalnya" in coordinator.get(page).content.decode()
    assert "Layak nanti" in coordinator.get(f"{page}dampak/").content.decode()
    # A school reads beforehand what is coming, on both pages; it cannot call it off.
    operator = client_as(acting("school_operator", organisation=school.organisation))
    assert "Berlaku mulai" in operator.get(page).content.decode()
    assert "digantikan" in operator.get(f"/kriteria/{in_force().public_id}/").content.decode()
    assert operator.get(f"{page}kembalikan/").status_code == 403
