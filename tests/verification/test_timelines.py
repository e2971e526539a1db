"""The history of a promise, a person and a school: all of it, page by page, and no more than the reader may know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ksbb.audit import trail
from ksbb.audit.audience import readable_by
from ksbb.audit.models import Event
from ksbb.audit.words import sentence
from ksbb.authority.actors import SYSTEM, Actor
from recipients.actions.receive_request import receive_request
from recipients.models import Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.donations import KALIDERES, appoint, complete, offer, people_at, promise, school_at
from tests.factories.verification import member, report_on
from verification.models import Report

ClientAs = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    school = school_at(KALIDERES)
    people_at(school, pupils=1)
    return school


@pytest.fixture
def principal(acting: Acting, school: School) -> Actor:
    return acting("principal", organisation=school.organisation)


@pytest.fixture
def donor() -> Actor:
    return member("donor")


@pytest.fixture
def report(school: School, donor: Actor, principal: Actor) -> Report:
    return report_on(complete(appoint(promise(donor, school, offer(1)))), actor=principal)


def planted(thing: str, pk: int, *actions: str) -> None:
    for action in actions:
        Event.objects.create(action=action, thing=thing, thing_id=pk, role="auditor", region=KALIDERES)


def read(client: Client, name: str, key: object) -> str:
    return client.get(reverse(f"verification:{name}", args=[key])).text


def says(page: str, action: str) -> bool:
    """Its sentence stands there, up to its first fact."""
    return sentence(action, {}).split("–")[0].strip(" :(") in page


def test_the_giver_reads_the_way_of_the_device_and_not_what_is_between_school_and_office(
    report: Report, donor: Actor, principal: Actor, acting: Acting, client_as: ClientAs
) -> None:
    pledge, handover = report.handover.pledge, report.handover
    planted("donations.handover", handover.pk, "handover.code_missed", "integrity.opened")
    planted("verification.report", report.pk, "verdict.appealed", "photo.infected")
    auditor = acting("auditor")
    pages = [read(client_as(actor), "pledge_timeline", pledge.public_id) for actor in (donor, principal, auditor)]
    for page in pages:
        assert says(page, "pledge.committed")
        assert says(page, "handover.done")
        assert says(page, "report.submitted")
    hidden = ("handover.code_missed", "integrity.opened", "verdict.appealed", "photo.infected")
    assert [[says(page, action) for action in hidden] for page in pages] == [
        [False, False, False, False],
        [True, False, True, False],
        [True, True, True, True],
    ]
    person = Recipient.objects.get()
    assert person.full_name not in pages[0]
    # The same holds for the few lines on the promise's own page.
    short = client_as(donor).get(reverse("donations:pledge_detail", args=[pledge.public_id])).text
    assert not any(says(short, action) for action in hidden)


def test_a_persons_history_holds_register_request_device_and_changed_columns(
    report: Report, principal: Actor, client_as: ClientAs, outsider: Actor
) -> None:
    person = Recipient.objects.get()
    receive_request(recipient=person, kind="copy", asked_by="parent", proof="kk", actor=principal)
    with transaction.atomic():
        Recipient.objects.filter(pk=person.pk).update(class_group="9Z")
        trail.record("recipient.updated", person, actor=principal)
    page = read(client_as(principal), "person_timeline", person.public_id)
    for action in ("request.received", "device.recorded", "handover.done", "recipient.updated"):
        assert says(page, action), action
    assert "Yang berubah: rombel" in page
    assert "9Z" not in page
    address = reverse("verification:person_timeline", args=[person.public_id])
    assert [client_as(actor).get(address).status_code for actor in (outsider, member("donor"))] == [404, 404]


def test_a_school_does_not_read_that_it_is_looked_into(
    school: School, principal: Actor, acting: Acting, client_as: ClientAs, outsider: Actor
) -> None:
    planted("schools.school", school.pk, "school.accepted", "integrity.opened", "visit.planned", "sample.drawn")
    own = read(client_as(principal), "school_timeline", school.npsn)
    over = read(client_as(acting("auditor")), "school_timeline", school.npsn)
    hidden = ("integrity.opened", "visit.planned", "sample.drawn")
    assert says(own, "school.accepted")
    assert [says(own, action) for action in hidden] == [False, False, False]
    assert [says(over, action) for action in hidden] == [True, True, True]
    detail = client_as(principal).get(reverse("schools:school_detail", args=[school.npsn])).text
    assert not any(says(detail, action) for action in hidden)
    assert client_as(outsider).get(reverse("verification:school_timeline", args=[school.npsn])).status_code == 404


def test_pages_follow_by_key_and_a_long_history_asks_no_more_of_the_database(
    report: Report, principal: Actor, client_as: ClientAs
) -> None:
    person, browser = Recipient.objects.get(), client_as(principal)
    address = reverse("verification:person_timeline", args=[person.public_id])
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    planted("recipients.recipient", person.pk, *["recipient.updated"] * 40)
    with CaptureQueriesContext(connection) as many:
        first = browser.get(address)
    assert len(many) == len(few)
    assert first.text.count("<li>") >= 25
    second = browser.get(first.text.split("?sesudah=")[1].split('"')[0].join([f"{address}?sesudah=", ""]))
    assert second.status_code == 200
    assert says(first.text, "recipient.updated")
    assert says(second.text, "handover.done")
    assert not says(first.text, "handover.done")


def test_the_system_reads_all() -> None:
    planted("schools.school", 1, "integrity.opened")
    assert Event.objects.filter(readable_by(SYSTEM), action="integrity.opened").count() == 1
