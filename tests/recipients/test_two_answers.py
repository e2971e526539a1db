"""Two people answer the same request in the same moment, on real connections."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection

from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Refused
from recipients.actions.answer_request import answer_request
from recipients.actions.erase_recipient import erase_recipient
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.actions.receive_request import receive_request
from recipients.actions.refuse_request import refuse_request
from recipients.models import DataRequest, Recipient
from tests.factories.accounts import somebody
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory


def steps(request: DataRequest, person: Recipient, actors: list[Actor]) -> list[str]:
    """One answers, one refuses, one erases on the person's page, one answers again; what became of each."""
    gate, told = threading.Barrier(len(actors)), []
    doing = [
        lambda actor: answer_request(request=request, actor=actor),
        lambda actor: refuse_request(request=request, ground="law_case", actor=actor),
        lambda actor: erase_recipient(recipient=person, actor=actor),
        lambda actor: answer_request(request=request, actor=actor),
    ]

    def press(place: int) -> None:
        gate.wait()
        try:
            doing[place](actors[place])
            told.append(f"done {place}")
        except Refused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(place,)) for place in range(len(doing))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True)
def test_one_closes_it_and_the_others_are_told_so() -> None:
    install_first_criteria()
    school = SchoolFactory.create(accepted=True)
    actors = [somebody("principal", organisation=school.organisation) for _ in range(4)]
    person = RecipientFactory.create(school=school, ready=True)
    request = receive_request(recipient=person, kind="erasure", asked_by="parent", proof="kk", actor=actors[0])
    told = steps(request, person, actors)
    request.refresh_from_db()
    person.refresh_from_db()
    ends = Event.objects.filter(thing="recipients.datarequest", action__in=["request.answered", "request.refused"])
    assert ends.count() == 1
    assert Event.objects.filter(action="recipient.erased").count() == (0 if person.full_name else 1)
    # Refused first: the person's page may still erase, for its own reasons.
    assert Counter(told)["refused"] in (2, 3)
    assert (request.state == "answered") <= (person.full_name == "")
