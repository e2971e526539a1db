"""Signing in, signing up, and what an open session may do."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from ksbb.accounts.models import Membership, User
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.models import Message
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

STRONG = "pagi-hari-di-kalideres"


@pytest.fixture(autouse=True)
def _mailbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def delivered(kind: str) -> str:
    """The body of the one letter of that kind, as it leaves."""
    message = Message.objects.get(kind=kind)
    assert deliver_one(message.public_id.hex)
    return str(mail.outbox[-1].body)


def link_in(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found
    return found[1]


def test_the_right_password_leads_to_the_dashboard(client):
    user = MembershipFactory.create().user
    assert sign_in(client, user.email).url == reverse("portal:dashboard")


def test_the_session_id_changes_at_sign_in(client):
    user = UserFactory.create()
    session = client.session
    session["seen"] = "before"
    session.save()
    before = session.session_key
    sign_in(client, user.email)
    assert client.session.session_key != before


def test_signing_out_kills_the_session_on_the_server(client):
    user = UserFactory.create()
    sign_in(client, user.email)
    stolen = client.cookies["sessionid"].value
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert reverse("account_login") in thief.get(reverse("portal:dashboard"))["Location"]


@pytest.mark.parametrize("email", ["orang@uji.example", "tidak.ada@uji.example"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, email):
    UserFactory.create(email="orang@uji.example")
    response = sign_in(client, email, "salah-sekali-1234")
    assert response.status_code == 200
    assert "Alamat e-mail atau kata sandi tidak cocok" in response.content.decode()


def test_a_disabled_account_does_not_sign_in(client):
    user = UserFactory.create(is_active=False)
    sign_in(client, user.email)
    assert "_auth_user_id" not in client.session


def test_a_role_taken_away_is_gone_at_the_next_request(acting, client_as, outsider):
    principal = acting("principal")
    client = client_as(principal)
    assert client.get(reverse("accounts:member_list")).status_code == 200
    Membership.objects.filter(pk=principal.membership_id).update(ends_on="2020-01-01")
    assert client.get(reverse("accounts:member_list")).status_code == 404
    assert client_as(outsider).get(reverse("accounts:member_list")).status_code == 200


def test_a_disabled_person_is_out_at_the_next_request(acting, client_as):
    principal = acting("principal")
    client = client_as(principal)
    User.objects.filter(pk=principal.user_id).update(is_active=False)
    assert client.get(reverse("accounts:member_list")).status_code == 302


def test_pages_of_a_signed_in_person_are_not_stored(acting, client_as):
    response = client_as(acting("principal")).get(reverse("accounts:member_list"))
    assert "no-store" in response["Cache-Control"]


def test_a_donor_signs_up_and_the_page_tells_nothing_about_the_address(client):
    UserFactory.create(email="ada@uji.example")
    answers = [
        client.post(reverse("account_signup"), {"full_name": "Rara Uji", "email": email, "password1": STRONG})
        for email in ("baru@uji.example", "ada@uji.example")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, reverse("account_email_verification_sent"))
    }


def test_the_address_is_confirmed_by_a_button_and_not_by_the_link(client):
    client.post(reverse("account_signup"), {"full_name": "Rara Uji", "email": "baru@uji.example", "password1": STRONG})
    link = link_in(delivered("accounts/confirm_address"))
    scanner = Client()
    assert scanner.get(link).status_code == 200
    assert not EmailAddress.objects.get(email="baru@uji.example").verified
    client.post(link)
    assert EmailAddress.objects.get(email="baru@uji.example").verified
    assert User.objects.get(email="baru@uji.example").full_name == "Rara Uji"


def test_signing_up_makes_no_more_than_a_person(client):
    extra = {"is_staff": "1", "is_superuser": "1", "role": "coordinator", "is_active": "1"}
    client.post(
        reverse("account_signup"), {"full_name": "Rara Uji", "email": "baru@uji.example", "password1": STRONG, **extra}
    )
    user = User.objects.get(email="baru@uji.example")
    assert (user.is_staff, user.is_superuser, user.memberships.count()) == (False, False, 0)


def test_who_has_an_account_already_is_told_by_letter_only(client):
    UserFactory.create(email="ada@uji.example")
    client.post(reverse("account_signup"), {"full_name": "X", "email": "ada@uji.example", "password1": STRONG})
    assert "/akun/kata-sandi/baru/" in delivered("accounts/account_exists")


def test_a_forgotten_password_is_renewed_by_the_link_and_the_old_sessions_die(client):
    user = UserFactory.create()
    session = Client()
    session.force_login(user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    page = client.get(link_in(delivered("accounts/reset_password")), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": STRONG})
    assert User.objects.get(pk=user.pk).check_password(STRONG)
    assert session.get(reverse("portal:dashboard")).status_code == 302
    assert Message.objects.get(kind="accounts/security_changed").to_user_id == user.pk


def test_an_unknown_address_gets_no_letter_and_the_same_page(client):
    known = client.post(reverse("account_reset_password"), {"email": UserFactory.create().email})
    unknown = client.post(reverse("account_reset_password"), {"email": "tidak.ada@uji.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Message.objects.count() == 1


def test_a_secret_is_in_the_letter_and_nowhere_else(client):
    client.post(reverse("account_reset_password"), {"email": UserFactory.create().email})
    message = Message.objects.get()
    assert (message.context, message.path) == ({}, "")


def test_the_links_carry_our_address_and_not_that_of_the_request(client, settings):
    settings.PUBLIC_URL = "https://ksbb.example"
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        reverse("account_reset_password"), {"email": UserFactory.create().email}, headers={"host": "jahat.example"}
    )
    assert "https://ksbb.example/akun/" in delivered("accounts/reset_password")


@pytest.mark.parametrize("password", ["pendek", "1234567890", "password123", "orang@uji.example"])
def test_a_weak_password_is_refused(client, password):
    client.post(
        reverse("account_signup"), {"full_name": "Rara Uji", "email": "orang@uji.example", "password1": password}
    )
    assert not User.objects.exists()


def test_a_long_password_is_taken_whole(client):
    password = "panjang sekali " * 6
    client.post(reverse("account_signup"), {"full_name": "R", "email": "baru@uji.example", "password1": password})
    assert User.objects.get().check_password(password)


def test_the_sixth_wrong_password_in_a_minute_is_refused(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/ip,5/m/key"}
    user = UserFactory.create()
    for _ in range(5):
        sign_in(client, user.email, "salah-sekali-1234")
    assert "Terlalu banyak percobaan" in sign_in(client, user.email).content.decode()
    assert "_auth_user_id" not in client.session
