"""Donors may come in by Google, when it is set up and switched on; nobody else does, and nobody's account is taken over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from waffle import get_waffle_switch_model

from ksbb.accounts.actions.connect_google import connect_google
from ksbb.accounts.actions.grant_membership import grant_membership
from ksbb.accounts.models import Membership, Session, User
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.roles import Role
from ksbb.common import switches
from ksbb.common.refusals import Forbidden
from ksbb.notifications import circuit
from ksbb.notifications.models import Message
from tests.accounts.google_stand_in import ANYBODY, CLIENT_ID, CLIENT_SECRET, Google, come, serve
from tests.factories.accounts import PASSWORD, OrganisationFactory, UserFactory
from tests.factories.factors import code_now, with_totp

pytestmark = pytest.mark.django_db

BUTTON = "Masuk dengan Google"


@pytest.fixture
def google(settings: Any) -> Iterator[Google]:
    """Set up and switched on."""
    told = Google()
    server = serve(told)
    settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    settings.GOOGLE_URLS = {"authorize": f"{told.url}/setuju", "token": f"{told.url}/token", "issuer": told.url}
    turn(on=True)
    circuit.succeeded("google")
    yield told
    circuit.succeeded("google")
    server.shutdown()


def turn(*, on: bool) -> None:
    get_waffle_switch_model().objects.update_or_create(name="google-sign-in", defaults={"active": on})
    switches.forget()


def signed_in(client: Client) -> int | None:
    return int(client.session["_auth_user_id"]) if "_auth_user_id" in client.session else None


def known(google: Google, email: str = "rara@surel.example", **more: Any) -> User:
    """A donor whose account here is connected."""
    user = UserFactory.create(email=email, **more)
    SocialAccount.objects.create(user=user, provider="google", uid=ANYBODY["sub"])
    return user


def role_for(user: User, role: str) -> Membership:
    office = OrganisationFactory.create(school=True)
    return grant_membership(user=user, organisation=office, role=role, actor=SYSTEM)


def test_a_new_donor_comes_in_and_is_a_person_without_a_role(client: Client, google: Google) -> None:
    response = come(client, google)
    assert response["Location"] == reverse("portal:dashboard")
    user = User.objects.get(email="rara@surel.example")
    assert (signed_in(client), user.full_name, user.has_usable_password()) == (user.pk, "Rara Uji", False)
    assert (user.is_staff, user.memberships.count()) == (False, 0)
    assert EmailAddress.objects.get(user=user).verified
    assert Event.objects.get(action="google.signed_up").user_id == user.pk


def test_what_google_tells_is_not_kept(client: Client, google: Google) -> None:
    come(client, google)
    kept = SocialAccount.objects.values("provider", "uid", "extra_data").get()
    assert kept == {"provider": "google", "uid": "1001", "extra_data": {}}
    assert not SocialToken.objects.exists()
    assert not {"akses-uji", "segar-uji"} & set(str(dict(client.session)).split("'"))


def test_who_is_connected_comes_in_again_with_a_new_session_number(client: Client, google: Google) -> None:
    user = known(google, email="lain@surel.example")
    leaving = client.post("/akun/masuk/google/")
    before = client.session.session_key
    client.get(google.consents(leaving))
    assert signed_in(client) == user.pk
    assert client.session.session_key != before
    assert Session.objects.get(user=user).signed_in_at is not None


def test_a_get_begins_nothing(client: Client, google: Google) -> None:
    assert client.get("/akun/masuk/google/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/akun/masuk/google/").status_code == 403


def test_the_question_carries_state_and_challenge_and_our_own_address(
    client: Client, google: Google, settings: Any
) -> None:
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://ksbb.example", ["*"]
    leaving = client.post("/akun/masuk/google/", headers={"host": "jahat.example"})
    asked = parse_qs(urlsplit(leaving["Location"]).query)
    assert asked["redirect_uri"] == ["https://ksbb.example/akun/masuk/google/kembali/"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16
    assert set(asked["scope"][0].split()) == {"openid", "email", "profile"}


def test_an_answer_counts_only_in_the_browser_that_asked_and_only_once(client: Client, google: Google) -> None:
    back = google.consents(client.post("/akun/masuk/google/"))
    stranger = Client()
    assert stranger.get(back)["Location"] == reverse("account_login")
    assert signed_in(stranger) is None
    client.get(back)
    client.post(reverse("account_logout"))
    client.get(back)
    assert signed_in(client) is None


@pytest.mark.parametrize(
    "changes",
    [{"aud": "orang-lain"}, {"iss": "https://jahat.example"}, {"exp": 1}, {"sub": 7}, {"email": None}],
    ids=str,
)
def test_an_identity_for_somebody_else_opens_nothing(client: Client, google: Google, changes: dict[str, Any]) -> None:
    google.changes = changes
    assert come(client, google)["Location"] == reverse("account_login")
    assert signed_in(client) is None
    assert not User.objects.filter(email="rara@surel.example").exists()


@pytest.mark.parametrize("status", [400, 500])
def test_who_cancels_or_is_not_answered_reads_so_at_the_other_doors(
    client: Client, google: Google, status: int
) -> None:
    google.status = status
    assert come(client, google)["Location"] == reverse("account_login")
    leaving = client.post("/akun/masuk/google/")
    back = google.consents(leaving).partition("&code")[0]
    assert "tidak memastikan siapa Anda" in client.get(f"{back}&error=access_denied", follow=True).text


def test_while_google_does_not_answer_nobody_waits_for_it_for_long(
    client: Client, google: Google, settings: Any
) -> None:
    answering, settings.GOOGLE_URLS = settings.GOOGLE_URLS, settings.GOOGLE_URLS | {"token": "http://127.0.0.1:9/token"}
    on_the_way = google.consents(Client().post("/akun/masuk/google/"))
    for _each in range(circuit.FAILURES):
        come(Client(), google)
    settings.GOOGLE_URLS = answering
    assert client.post("/akun/masuk/google/")["Location"] == reverse("account_login")
    assert "Google sedang tidak menjawab" in client.get(on_the_way, follow=True).text
    assert google.asked == []
    circuit.succeeded("google")
    come(client, google)
    assert signed_in(client)


@pytest.mark.parametrize("role", ["school_operator", "principal"])
def test_who_has_a_role_does_not_come_in_by_it(client: Client, google: Google, role: str) -> None:
    user = known(google)
    role_for(user, role)
    SocialAccount.objects.get_or_create(user=user, provider="google", uid=ANYBODY["sub"])
    assert "Akun petugas" in client.get(come(client, google)["Location"]).text
    assert signed_in(client) is None


def test_nor_the_platforms_staff_nor_a_closed_account(google: Google) -> None:
    user = known(google)
    for change in ({"is_staff": True}, {"is_staff": False, "is_active": False}):
        User.objects.filter(pk=user.pk).update(**change)
        browser = Client()
        come(browser, google)
        assert signed_in(browser) is None


def test_a_role_ends_the_connection_and_the_session_that_google_opened(client: Client, google: Google) -> None:
    come(client, google)
    user = User.objects.get()
    assert client.get(reverse("portal:dashboard")).status_code == 200
    role_for(user, "school_operator")
    assert not SocialAccount.objects.exists()
    assert client.get(reverse("portal:dashboard")).status_code == 302
    assert signed_in(client) is None


def test_a_donor_stays_connected(client: Client, google: Google, acting: Any) -> None:
    donor = acting("donor")
    SocialAccount.objects.create(user_id=donor.user_id, provider="google", uid=ANYBODY["sub"])
    come(client, google)
    assert signed_in(client) == donor.user_id
    assert client.get(reverse("portal:dashboard")).status_code == 200


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_that_has_an_account_is_not_taken_over(client: Client, google: Google, verified: bool) -> None:
    user = UserFactory.create(email="rara@surel.example")
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": verified})
    told = client.get(come(client, google, email="Rara@Surel.example")["Location"]).text
    assert "sudah punya akun" in told
    assert (signed_in(client), SocialAccount.objects.count(), User.objects.count()) == (None, 0, 1)


def test_an_address_that_google_has_not_confirmed_tells_nothing(client: Client, google: Google) -> None:
    """Else anybody could write an address at Google and read here whether it has an account."""
    UserFactory.create(email="rara@surel.example")
    answers = [
        client.get(come(client, google, email=email, sub=email, email_verified=False)["Location"]).text.count(
            "belum memastikan"
        )
        for email in ("rara@surel.example", "tidak.ada@surel.example")
    ]
    assert answers == [1, 1]
    assert User.objects.count() == 1


def test_the_second_factor_is_asked_for_all_the_same(client: Client, google: Google) -> None:
    user = known(google)
    with_totp(user)
    assert come(client, google)["Location"].startswith(reverse("mfa_authenticate"))
    assert signed_in(client) is None
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert signed_in(client) == user.pk


def test_nobody_new_while_the_registration_is_closed(client: Client, google: Google) -> None:
    get_waffle_switch_model().objects.create(name="donor-sign-up", active=False)
    switches.forget()
    assert "sedang ditutup" in client.get(come(client, google)["Location"]).text
    assert not User.objects.exists()


def test_a_donor_connects_after_the_password_and_takes_it_off_again(client: Client, google: Google) -> None:
    user = UserFactory.create(email="rara@lain.example")
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 1.0}]
    session.save()
    asked = client.post(reverse("account_google_connect"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    leaving = client.post(asked["Location"], {"password": PASSWORD})
    client.get(google.consents(leaving))
    assert SocialAccount.objects.get().user_id == user.pk
    assert "Tersambung." in client.get(reverse("mfa_index")).text
    client.post(reverse("account_google_disconnect"))
    assert not SocialAccount.objects.exists()
    assert [event.action for event in Event.objects.order_by("pk")] == ["google.connected", "google.disconnected"]
    told = Message.objects.filter(kind="accounts/security_changed").order_by("pk")
    assert [message.context["change"] for message in told] == ["google_connected", "google_disconnected"]


def test_staff_connect_nothing_and_nobody_connects_anothers(google: Google, acting: Any) -> None:
    with pytest.raises(Forbidden):
        connect_google(uid="5", actor=acting("principal"))
    known(google)
    donor = acting("donor")
    browser = Client()
    email = User.objects.get(pk=donor.user_id).email
    browser.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    browser.get(google.consents(browser.post(reverse("account_google_connect"))))
    assert not SocialAccount.objects.filter(user_id=donor.user_id).exists()


def test_somebody_who_looks_on_connects_nothing() -> None:
    user = UserFactory.create()
    with pytest.raises(Forbidden):
        connect_google(uid="5", actor=Actor(user_id=user.pk, organisation_id=None, role=Role.VISITOR, viewer_id=7))


def test_who_never_had_a_password_makes_one_by_mail(client: Client, google: Google) -> None:
    come(client, google)
    assert client.get(reverse("account_change_password"))["Location"] == reverse("account_reset_password")


@pytest.mark.parametrize("missing", ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "switch"])
def test_off_there_is_no_button_no_way_out_and_no_way_in(
    client: Client, google: Google, settings: Any, missing: str
) -> None:
    page = client.get(reverse("account_login"))
    assert BUTTON in page.text
    assert f"form-action 'self' {google.url};" in page["Content-Security-Policy"] + ";"
    back = google.consents(client.post("/akun/masuk/google/"))
    turn(on=missing != "switch")
    setattr(settings, missing, "")
    page = client.get(reverse("account_login"))
    assert BUTTON not in page.text
    assert google.url not in page["Content-Security-Policy"]
    assert client.get(back)["Location"] == client.post("/akun/masuk/google/")["Location"] == reverse("account_login")
    assert (signed_in(client), google.asked) == (None, [])


def test_only_pages_with_the_button_lead_there(client: Client, google: Google) -> None:
    assert google.url not in client.get("/akun/daftar/")["Content-Security-Policy"]


def test_too_often_is_too_often(client: Client, google: Google) -> None:
    assert {client.post("/akun/masuk/google/").status_code for _ in range(20)} == {302}
    assert client.post("/akun/masuk/google/").status_code == 429


def test_a_row_in_the_database_opens_no_other_door(client: Client, google: Google) -> None:
    SocialApp.objects.create(provider="google", client_id="jahat", secret="x", name="x")  # noqa: S106
    assert f"client_id={CLIENT_ID}" in client.post("/akun/masuk/google/")["Location"]
    assert not any(admin.site.is_registered(model) for model in (SocialApp, SocialAccount, SocialToken))
