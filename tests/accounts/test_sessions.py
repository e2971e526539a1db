"""Open sessions: how long, whose, seen and ended by their owner (promises 6 and 15)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.actions.disable_user import disable_user
from ksbb.accounts.actions.end_membership import end_membership
from ksbb.accounts.browsers import browser_of, network_of
from ksbb.accounts.models import Membership, Session, User
from ksbb.accounts.sessions import SessionStore
from ksbb.accounts.tasks import watch_ending_roles
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)
INBOX = "portal:inbox"


def unused_for(client: Client, **time: int) -> None:
    Session.objects.filter(session_key=client.session.session_key).update(seen_at=timezone.now() - timedelta(**time))


def is_in(client: Client) -> bool:
    return client.get(reverse(INBOX)).status_code == 200


def test_staff_who_stay_away_for_an_hour_are_out(acting, client_as):
    client = client_as(acting("principal"))
    unused_for(client, minutes=59)
    assert is_in(client)
    unused_for(client, minutes=61)
    assert not is_in(client)
    assert not Session.objects.filter(user__isnull=False).exists()


def test_a_donor_has_six_hours(acting, client_as):
    client = client_as(acting("donor"))
    unused_for(client, minutes=359)
    assert is_in(client)
    unused_for(client, minutes=361)
    assert not is_in(client)


def test_a_donor_who_is_also_staff_has_one_hour_in_either_role(acting, client_as):
    donor = acting("donor")
    MembershipFactory.create(user_id=donor.user_id, user=User.objects.get(pk=donor.user_id), role="coordinator")
    client = client_as(donor)
    unused_for(client, minutes=61)
    assert not is_in(client)


def test_no_use_moves_the_twelve_hours(acting, client_as):
    client = client_as(acting("donor"))
    row = Session.objects.get(user__isnull=False)
    session = client.session
    session["sign_in"] = session["sign_in"] | {"at": (timezone.now() - timedelta(hours=11)).timestamp()}
    session.save()
    assert is_in(client)
    session = client.session
    session["used"] = "again"
    session.save()
    row.refresh_from_db()
    assert row.signed_in_at is not None
    assert row.expire_date - row.signed_in_at == timedelta(hours=12)
    Session.objects.update(expire_date=timezone.now())
    assert not is_in(client)


def test_a_new_password_keeps_the_hour_of_the_sign_in(client):
    user = UserFactory.create()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    key, began = client.session.session_key, client.session["sign_in"]["at"]
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "pagi-hari-di-kalideres"})
    assert client.session.session_key != key
    assert client.session["sign_in"]["at"] == began


def test_a_use_is_written_down_once_a_minute(acting, client_as, django_assert_num_queries):
    client = client_as(acting("principal"))
    unused_for(client, minutes=5)
    is_in(client)
    seen = Session.objects.get(user__isnull=False).seen_at
    assert timezone.now() - seen < timedelta(minutes=5)
    is_in(client)
    assert Session.objects.get(user__isnull=False).seen_at == seen


def test_a_role_that_is_ended_ends_all_sessions_of_the_person(acting, client_as, outsider):
    principal = acting("principal")
    at_the_desk, on_the_phone, stranger = client_as(principal), client_as(principal), client_as(outsider)
    end_membership(membership=Membership.objects.get(pk=principal.membership_id), actor=SYSTEM)
    assert (is_in(at_the_desk), is_in(on_the_phone), is_in(stranger)) == (False, False, True)
    assert not Session.objects.filter(user_id=principal.user_id).exists()


def test_an_account_that_is_closed_ends_all_its_sessions(acting, client_as, outsider):
    principal = acting("principal")
    client, stranger = client_as(principal), client_as(outsider)
    disable_user(user=User.objects.get(pk=principal.user_id), actor=SYSTEM)
    assert (is_in(client), is_in(stranger)) == (False, True)
    assert not Session.objects.filter(user_id=principal.user_id).exists()


def test_a_session_that_was_ended_meanwhile_does_not_come_back(acting, client_as):
    """A request that began before the end writes its session afterwards."""
    client = client_as(acting("principal"))
    answering = SessionStore(client.session.session_key)
    answering["seen"] = "a page"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        answering.save()
    assert not Session.objects.exists()


def test_the_own_sessions_are_told_by_browser_network_and_time(acting, client_as, outsider):
    principal = acting("principal")
    client_as(outsider)
    user = User.objects.get(pk=principal.user_id)
    user.set_password(PASSWORD)
    user.save()
    phone = Client(headers={"user-agent": ANDROID}, REMOTE_ADDR="103.10.66.77")
    phone.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    html = phone.get(reverse("accounts:session_list")).content.decode()
    assert "Chrome, Android" in html
    assert "103.10.x.x" in html
    assert html.count("<tr>") == 2
    assert not Session.objects.filter(origin__contains="66").exists()


def test_one_ends_the_others_and_stays(acting, client_as, outsider):
    principal = acting("principal")
    here, there, stranger = client_as(principal), client_as(principal), client_as(outsider)
    here.post(reverse("accounts:session_end_others"))
    assert (is_in(here), is_in(there), is_in(stranger)) == (True, False, True)
    event = Event.objects.get(action="session.ended")
    assert (event.user_id, event.facts) == (principal.user_id, {"sessions": 1})


def test_one_ends_one_of_the_own_and_nobody_elses(acting, client_as, outsider):
    principal = acting("principal")
    here, there, stranger = client_as(principal), client_as(principal), client_as(outsider)
    own = Session.objects.get(session_key=there.session.session_key).public_id
    others = Session.objects.get(user_id=outsider.user_id).public_id
    assert here.post(reverse("accounts:session_end", args=[others])).status_code == 404
    assert here.post(reverse("accounts:session_end", args=[own])).status_code == 302
    assert (is_in(here), is_in(there), is_in(stranger)) == (True, False, True)


def test_a_visitor_has_a_session_that_is_nobodys(client):
    client.get(reverse("donations:basket_add", args=["20101234"]))
    assert not Session.objects.filter(user__isnull=False).exists()


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_told_by_its_family(agent, said):
    assert browser_of(agent) == said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("103.10.66.77", "103.10.x.x"),
        ("2001:4860:aaaa:bbbb::1", "2001:4860:…"),
        ("10.0.0.7", "jaringan setempat"),
        ("", ""),
        ("bukan", ""),
    ],
)
def test_of_an_address_only_the_network_is_kept(address, said):
    assert network_of(address) == said


def test_the_limits_are_those_of_the_promise():
    assert settings.SESSION_ABSOLUTE_HOURS == 12
    assert settings.SESSION_IDLE_MINUTES["staff"] <= 60


def test_the_rows_of_sessions_that_are_over_go_by_themselves(acting, client_as):
    client_as(acting("principal"))
    client_as(acting("donor"))
    Session.objects.filter(user__memberships__role="donor").update(expire_date=timezone.now())
    watch_ending_roles()
    assert list(Session.objects.values_list("user__memberships__role", flat=True)) == ["principal"]
