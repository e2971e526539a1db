"""Codes by mail: short-lived, once, in one browser, five tries (promises 9, 10 and 11)."""

from __future__ import annotations

import re
import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from ksbb.accounts.models import Session
from ksbb.accounts.sign_in_codes import code_of, new_number
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.factors import with_totp

pytestmark = pytest.mark.django_db

ASK, TYPE = "account_request_login_code", "account_confirm_login_code"


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def ask(client: Client, email: str):
    return client.post(reverse(ASK), {"email": email})


def code_in_the_letter() -> str:
    message = Message.objects.filter(kind="accounts/sign_in_code").latest("pk")
    assert deliver_one(message.public_id.hex)
    found = re.search(r"^(\d{3} \d{3})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def typed(client: Client, code: str):
    return client.post(reverse(TYPE), {"code": code})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_code_from_the_letter_signs_in(client):
    ask(client, UserFactory.create().email)
    typed(client, code_in_the_letter())
    assert is_in(client)


def test_it_has_six_digits_and_is_random():
    codes = {code_of(new_number()) for _ in range(200)}
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)
    assert len(codes) > 190


def test_neither_the_outbox_nor_the_answer_holds_it(client):
    answer = ask(client, UserFactory.create().email)
    digits = code_in_the_letter().replace(" ", "")
    message = Message.objects.get(kind="accounts/sign_in_code")
    assert digits not in str(message.context) + message.path
    assert digits not in client.get(answer.url).content.decode() + str(answer.headers)


def test_it_works_once(client):
    ask(client, UserFactory.create().email)
    code = code_in_the_letter()
    typed(client, code)
    client.post(reverse("account_logout"))
    typed(client, code)
    assert not is_in(client)


def test_it_works_only_in_the_browser_that_asked(client):
    ask(client, UserFactory.create().email)
    code = code_in_the_letter()
    thief = Client()
    typed(thief, code)
    ask(thief, UserFactory.create().email)
    typed(thief, code)
    assert not is_in(thief)


def test_five_wrong_tries_kill_it(client):
    ask(client, UserFactory.create().email)
    code = code_in_the_letter()
    for _ in range(5):
        typed(client, "x")
    typed(client, code)
    assert not is_in(client)


def test_tries_at_the_same_moment_are_counted_together(client):
    """Each request reads the session as it was; the count of the session alone would let all of them through."""
    ask(client, UserFactory.create().email)
    code = code_in_the_letter()
    before = Session.objects.get().session_data
    for _ in range(5):
        typed(client, "x")
        Session.objects.update(session_data=before)
    typed(client, code)
    assert not is_in(client)


def test_after_ten_minutes_it_is_dead(client, settings):
    assert settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT <= 600
    ask(client, UserFactory.create().email)
    code = code_in_the_letter()
    session = client.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] = time.time() - 601
    session.save()
    typed(client, code)
    assert not is_in(client)


def test_a_get_signs_nobody_in(client):
    """Mail scanners open what a letter holds."""
    ask(client, UserFactory.create().email)
    code = code_in_the_letter()
    client.get(reverse(TYPE), {"code": code})
    client.get(reverse("mfa_login_webauthn"))
    client.get(reverse(ASK), {"email": "x@uji.example"})
    assert not is_in(client)
    assert "http" not in str(mail.outbox[-1].body)


def test_the_code_does_not_replace_the_second_factor(client):
    user = with_totp(UserFactory.create())
    ask(client, user.email)
    assert typed(client, code_in_the_letter()).url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_a_closed_account_gets_no_code(client):
    ask(client, UserFactory.create(is_active=False).email)
    assert not Message.objects.exists()


def test_the_fourth_request_for_one_address_waits(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key"}
    email = UserFactory.create().email
    answers = [ask(Client(), email).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
