"""The own messages, and nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ksbb.notifications.models import Message

pytestmark = pytest.mark.django_db

PAGE = "portal:inbox"


@pytest.fixture
def person(acting):
    return acting("principal")


@pytest.fixture
def message(person):
    return Message.objects.create(
        kind="schools/school_accepted", to_user_id=person.user_id, path="/sekolah/", context={"school": "SD Uji & Satu"}
    )


def test_the_subject_is_read_as_it_is_mailed(client_as, person, message):
    page = client_as(person).get(reverse(PAGE))
    assert "SD Uji & Satu" in page.context["lines"][0].subject
    assert "SD Uji &amp; Satu" in page.content.decode()


def test_the_subject_is_in_the_readers_language(client_as, person, message):
    page = client_as(person).get(reverse(PAGE), headers={"accept-language": "en"})
    assert page.context["lines"][0].subject == "SD Uji & Satu accepted into the KSBB Pendidikan programme"


def test_opening_marks_it_read_and_leads_on(client_as, person, message):
    response = client_as(person).post(reverse(PAGE), {"message": message.public_id})
    assert response.url == "/sekolah/"
    message.refresh_from_db()
    assert message.read_at is not None


def test_all_are_read_at_once(client_as, person, outsider, message):
    other = Message.objects.create(kind="schools/school_accepted", to_user_id=outsider.user_id)
    client_as(person).post(reverse(PAGE), {"all": "1"})
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.read_at is not None, other.read_at) == (True, None)


def test_the_outsider_sees_and_opens_nothing(client_as, outsider, message):
    client = client_as(outsider)
    assert client.get(reverse(PAGE)).context["lines"] == []
    assert client.post(reverse(PAGE), {"message": message.public_id}).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_a_letter_with_a_secret_is_not_shown(client_as, person):
    Message.objects.create(kind="accounts/reset_password", to_user_id=person.user_id)
    assert client_as(person).get(reverse(PAGE)).context["lines"] == []


def test_looking_at_the_list_reads_nothing(client_as, person, message):
    client_as(person).get(reverse(PAGE))
    message.refresh_from_db()
    assert message.read_at is None


@pytest.mark.parametrize("asked", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_message_that_does_not_exist_is_nothing(client_as, person, asked):
    assert client_as(person).post(reverse(PAGE), {"message": asked}).status_code == 404


def test_the_list_is_read_page_by_page(client_as, person):
    Message.objects.bulk_create(
        [
            Message(kind="schools/school_accepted", to_user_id=person.user_id, context={"school": f"SD {number}"})
            for number in range(27)
        ]
    )
    client = client_as(person)
    first = client.get(reverse(PAGE))
    second = client.get(reverse(PAGE), {"sesudah": first.context["after"]})
    assert (len(first.context["lines"]), len(second.context["lines"])) == (25, 2)
