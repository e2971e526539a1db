"""The database repeats what is promised about requests: also a statement by hand cannot break it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from ksbb.authority.actors import Actor
from recipients.actions.receive_request import receive_request
from recipients.models import DataRequest
from schools.models import School
from tests.factories.recipients import RecipientFactory

pytestmark = pytest.mark.django_db
WRONG: dict[str, dict[str, Any]] = {
    "datarequest_state_known": {"state": "lost"},
    "datarequest_kind_known": {"kind": "fame"},
    "datarequest_of_one": {"organisation": None},
    "datarequest_taken_up_stamp": {"state": "taken_up"},
    "datarequest_closed_stamp": {"state": "taken_back"},
    "datarequest_refused_on_a_ground": {"ground": "others"},
    "datarequest_due_later": {"due_at": F("received_at")},
    "datarequest_copy_was_given": {"state": "answered", "closed_at": timezone.now()},
}


@pytest.fixture
def asked(school: School, operator: Actor) -> DataRequest:
    person = RecipientFactory.create(school=school, ready=True)
    return receive_request(recipient=person, kind="copy", asked_by="parent", proof="kk", actor=operator)


@pytest.mark.parametrize("rule", WRONG)
def test_a_row_that_says_what_cannot_be_is_refused(rule: str, asked: DataRequest) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        DataRequest.objects.filter(pk=asked.pk).update(**WRONG[rule])


def test_the_same_is_open_once(asked: DataRequest) -> None:
    with pytest.raises(IntegrityError, match="datarequest_one_open_of_person"), transaction.atomic():
        DataRequest.objects.create(
            kind=asked.kind, recipient=asked.recipient, organisation=asked.organisation, region=asked.region,
            asked_by="parent", proof="kk", received_at=asked.received_at, due_at=asked.due_at,
        )  # fmt: skip
