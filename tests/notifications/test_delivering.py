"""A message leaves once, or is tried again; one that cannot be written holds up no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from ksbb.notifications import outbox
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.models import Message
from ksbb.notifications.settling import TRIES
from ksbb.notifications.states import MessageState
from ksbb.notifications.tasks import sweep
from ksbb.notifications.writing import letter
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def message():
    membership = MembershipFactory.create(invited=True)
    return Message.objects.create(
        kind="accounts/invitation", to_user_id=membership.user_id, context={"membership": membership.public_id.hex}
    )


def test_it_leaves_once(message):
    assert deliver_one(message.public_id.hex)
    assert not deliver_one(message.public_id.hex)
    assert len(mail.outbox) == 1


def test_its_name_stays_the_same(message):
    deliver_one(message.public_id.hex)
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{message.public_id}@")


def test_a_mail_server_that_fails_is_asked_again_later(message, monkeypatch):
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _fail)
    assert not deliver_one(message.public_id.hex)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (MessageState.QUEUED, 1, "ConnectionRefusedError")
    assert message.next_try_at > timezone.now() + timedelta(seconds=30)


def test_after_many_tries_it_is_given_up(message, monkeypatch):
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _fail)
    Message.objects.update(attempts=TRIES - 1)
    deliver_one(message.public_id.hex)
    message.refresh_from_db()
    assert message.state == MessageState.FAILED


def test_a_letter_that_cannot_be_written_holds_up_no_other(message):
    broken = Message.objects.create(kind="accounts/there_is_none", to_user_id=message.to_user_id)
    Message.objects.filter(pk=broken.pk).update(next_try_at=timezone.now() - timedelta(hours=1))
    assert sweep() == 1
    broken.refresh_from_db()
    assert (broken.state, broken.error) == (MessageState.QUEUED, "TemplateDoesNotExist")


def test_a_person_who_left_gets_nothing(message):
    UserFactory._meta.model.objects.filter(pk=message.to_user_id).update(is_active=False)
    assert not deliver_one(message.public_id.hex)
    assert mail.outbox == []


def test_a_letter_is_plain_text(message):
    membership = MembershipFactory.create(invited=True, organisation__name="PT A & B <Jaya>", organisation__donor=True)
    message.context = {"membership": membership.public_id.hex}
    subject, body = letter(message)
    assert "PT A & B <Jaya>" in subject
    assert "&amp;" not in body


@pytest.mark.django_db(transaction=True)
def test_posting_outside_of_a_change_is_refused():
    with pytest.raises(RuntimeError):
        outbox.post("accounts/invitation", to=[1])


def test_the_same_event_reaches_a_person_once():
    with transaction.atomic():
        outbox.post("schools/school_accepted", to=[1, 2], once="event")
        outbox.post("schools/school_accepted", to=[2, 3], once="event")
    assert sorted(Message.objects.values_list("to_user_id", flat=True)) == [1, 2, 3]


def _fail(*_: object) -> None:
    raise ConnectionRefusedError("mail.example says: orang@uji.example is unknown")
