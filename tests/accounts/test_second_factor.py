"""Whoever sees personal data shows a second factor, and no way around it leads in (promise 13)."""

from __future__ import annotations

from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ksbb.accounts.models import Membership, User
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS, PERSONAL, Role
from ksbb.notifications.delivering import deliver_one
from ksbb.notifications.models import Message
from ksbb.settings import signing_in
from tests.accounts.test_sign_in import STRONG, link_in
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory
from tests.factories.factors import SECRET, code_now, recovery_code, with_totp

pytestmark = pytest.mark.django_db

MEMBERS, PEOPLE = "accounts:member_list", "recipients:recipient_list"


@pytest.fixture(autouse=True)
def _asked(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def principal(acting) -> User:
    return User.objects.get(pk=acting("principal").user_id)


def sign_in(client: Client, user: User, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def shows(client: Client, page: str = MEMBERS) -> bool:
    return client.get(reverse(page)).status_code == 200


def test_production_and_everybody_who_does_not_say_otherwise_ask_for_it():
    production = Path(django_settings.BASE_DIR, "ksbb/settings/production.py").read_text()
    assert signing_in.SECOND_FACTOR_REQUIRED is True
    assert "SECOND_FACTOR" not in production


def test_every_role_is_decided_on():
    """Who sees pupils, complaints, papers with names or the trail is among them; only a donor and nobody are not."""
    seeing = {Permission.RECIPIENT_VIEW, Permission.COMPLAINT_WORK, Permission.TRAIL_VIEW, Permission.REPORT_VIEW}
    seeing |= {Permission.LEDGER_RECORD, Permission.CHECK_EXCHANGE, Permission.COMPLAINT_SENSITIVE}
    assert {role for role in Role if GRANTS[role] & seeing} - {Role.SYSTEM} == PERSONAL
    assert set(Role) - PERSONAL == {Role.DONOR, Role.VISITOR, Role.SYSTEM}


@pytest.mark.parametrize("role", sorted(PERSONAL))
def test_without_it_a_role_opens_nothing(role, acting, client_as):
    client = client_as(acting(role))
    for page in (MEMBERS, PEOPLE, "portal:dashboard", "portal:inbox", "accounts:membership_choose"):
        assert client.get(reverse(page)).url == reverse("accounts:factor_needed")


def test_a_donor_is_not_asked(acting, client_as):
    assert shows(client_as(acting("donor")))


def test_the_technical_site_asks_for_it_too(client):
    client.force_login(UserFactory.create(staff=True))
    assert client.get("/teknis/").url == reverse("accounts:factor_needed")


def test_a_public_page_shows_staff_no_more_than_a_visitor(acting, client_as):
    html = client_as(acting("principal")).get(reverse("portal:how")).content.decode()
    assert reverse(MEMBERS) not in html


def test_the_password_alone_leads_to_the_page_that_says_why(client, principal):
    sign_in(client, principal)
    page = client.get(reverse(MEMBERS), follow=True)
    assert page.redirect_chain[-1][0] == reverse("accounts:factor_needed")
    assert "kata sandi saja belum cukup" in page.content.decode()


def test_setting_one_up_opens_the_role_and_leads_where_one_wanted_to_go(client, principal, monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda then, **_: then())  # a test commits nothing
    sign_in(client, principal)
    client.get(reverse(MEMBERS))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    client.post(reverse("mfa_activate_totp"), {"code": code_now()})
    assert Authenticator.objects.filter(user=principal, type="recovery_codes").exists()
    assert client.get(reverse("accounts:factor_needed")).url == reverse(MEMBERS)
    assert shows(client)


def test_a_session_older_than_minutes_types_the_password_again_to_set_one_up(client, principal):
    sign_in(client, principal)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1}]
    session.save()
    assert reverse("account_reauthenticate") in client.get(reverse("mfa_activate_totp")).url


def test_the_second_step_is_asked_for_and_a_wrong_code_opens_nothing(client, principal):
    with_totp(principal)
    assert sign_in(client, principal).url == reverse("mfa_authenticate")
    assert not shows(client)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not shows(client)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert shows(client)


def test_a_code_works_once(client, principal):
    with_totp(principal)
    code = code_now()
    sign_in(client, principal)
    client.post(reverse("mfa_authenticate"), {"code": code})
    other = Client()
    sign_in(other, principal)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert (shows(client), shows(other)) == (True, False)


def test_a_recovery_code_opens_once(client, principal):
    code = recovery_code(with_totp(principal))
    sign_in(client, principal)
    client.post(reverse("mfa_authenticate"), {"code": code})
    other = Client()
    sign_in(other, principal)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert (shows(client), shows(other)) == (True, False)


def test_a_session_that_came_in_without_it_shows_it_later(client, principal):
    """Somebody who set it up in another browser meanwhile."""
    with_totp(principal)
    client.force_login(principal)
    assert not shows(client)
    client.post(reverse("mfa_reauthenticate"), {"code": code_now(), "next": reverse(MEMBERS)})
    assert shows(client)


def test_a_new_password_by_mail_does_not_bypass_it(client, principal):
    with_totp(principal)
    client.post(reverse("account_reset_password"), {"email": principal.email})
    letter = Message.objects.get(kind="accounts/reset_password")
    assert deliver_one(letter.public_id.hex)
    page = client.get(link_in(str(mail.outbox[-1].body)), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": STRONG})
    assert not shows(client)
    assert sign_in(client, principal, STRONG).url == reverse("mfa_authenticate")
    assert not shows(client)


def test_a_confirmed_address_does_not_bypass_it(client, principal):
    with_totp(principal)
    principal.emailaddress_set.update(verified=False)
    sign_in(client, principal)
    letter = Message.objects.get(kind="accounts/confirm_address")
    assert deliver_one(letter.public_id.hex)
    client.post(link_in(str(mail.outbox[-1].body)))
    assert not shows(client)


def test_an_accepted_invitation_does_not_bypass_it(client, acting):
    from ksbb.accounts.invitations import token_of

    invited = MembershipFactory.create(user=UserFactory.create(without_password=True), invited=True)
    client.post(
        reverse("accounts:invitation_accept", args=[token_of(invited)]), {"full_name": "Uji", "password": STRONG}
    )
    assert Membership.objects.active().filter(pk=invited.pk).exists()
    assert client.get(reverse("portal:dashboard")).url == reverse("accounts:factor_needed")


def test_the_last_one_stays_on(client, principal):
    with_totp(principal)
    sign_in(client, principal)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "harus tetap terpasang" in answer.content.decode()
    assert Authenticator.objects.filter(user=principal, type="totp").exists()


def test_a_donor_may_take_it_off(client, acting):
    donor = with_totp(User.objects.get(pk=acting("donor").user_id))
    sign_in(client, donor)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=donor).exists()


def test_the_seed_lies_sealed_in_the_database(principal):
    with_totp(principal)
    assert SECRET not in str(Authenticator.objects.get(user=principal, type="totp").data)


def test_the_sixth_wrong_code_is_refused_with_429(client, principal, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "100/m/ip,5/m/key"}
    with_totp(principal)
    sign_in(client, principal)
    answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
