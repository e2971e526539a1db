"""An account is erased because its person asks: what lets somebody in and says who it is goes, what the law keeps stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse

from donations.actions.erase_account import erase_account
from donations.actions.save_search import save_search
from donations.actions.withdraw_pledge import withdraw_pledge
from donations.models import Donor
from ksbb.accounts.models import Membership, Organisation, Session, User
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Contact, Message
from ksbb.portal.copy_paths import ACCOUNT
from recipients.actions.receive_request import receive_request
from recipients.models import DataRequest
from tests.conftest import Acting
from tests.factories.accounts import PASSWORD
from tests.factories.donations import KALIDERES, donor_of, people_at, promise, school_at
from tests.house.test_forgotten import everything

ClientAs = Callable[[Actor], Client]
pytestmark = pytest.mark.django_db
NAME, MAIL, PHONE = "Zyxkanari Wvutrekaan", "zyxkanari@uji.example", "+6281299887766"


@pytest.fixture
def giver(acting: Acting) -> Actor:
    """A person with a name, a telephone, a search and a letter."""
    actor = acting("donor")
    User.objects.filter(pk=actor.user_id).update(full_name=NAME, email=MAIL)
    Organisation.objects.filter(pk=actor.organisation_id).update(name=NAME)
    donor = donor_of(actor)
    Donor.objects.filter(pk=donor.pk).update(address=f"Jalan {NAME}", phone=PHONE)
    EmailAddress.objects.update_or_create(
        user_id=actor.user_id, defaults={"email": MAIL, "verified": True, "primary": True}
    )
    Contact.objects.create(user_id=actor.user_id)
    Message.objects.create(kind="donations/pledge_received", to_user_id=actor.user_id, path="/donasi/", context={})
    save_search(filters={"jenjang": "SMP"}, name=NAME, tells=True, actor=actor)
    return actor


def user_of(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id)


def rows_of(label: str, way: str, user: User) -> QuerySet[Model]:
    return apps.get_model(label)._default_manager.filter(**{way: user.pk})


def places() -> set[str]:
    return {where for where, text in everything() if any(word in text for word in (NAME, MAIL, PHONE))}


def recently(browser: Client) -> Client:
    """Who has just given the password is not asked again."""
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


# The tick before what cannot be undone.
SURE = {"sure": "on"}
# What hangs on an account and stays: that there was a role, which notice was read, what was asked, what was decided in office.
STAYS = {
    "accounts.User", "accounts.Membership", "recipients.NoticeSeen", "recipients.DataRequest", "verification.Verdict",
    "verification.VerdictAppeal",
}  # fmt: skip


def test_nothing_is_left_of_a_giver_who_never_gave(giver: Actor, client_as: ClientAs) -> None:
    assert len(places()) >= 5
    browser = recently(client_as(giver))
    address = reverse("portal:my_data_erase")
    assert "Centang dulu" in browser.post(address).text
    assert User.objects.get(pk=giver.user_id).is_active
    browser.post(address, SURE)
    assert places() == set()
    gone = user_of(giver)
    assert not gone.is_active
    assert not gone.has_usable_password()
    assert not Session.objects.filter(user=gone).exists()
    assert not Membership.objects.active().filter(user=gone).exists()
    # Of every table that hangs on an account, also of one that is made tomorrow.
    own = {label: way for label, (way, *_more) in ACCOUNT.items() if label not in STAYS and "organisation" not in way}
    assert [label for label, way in own.items() if rows_of(label, way, gone).exists()] == []


def test_an_open_session_alone_does_not_suffice(giver: Actor, client_as: ClientAs) -> None:
    """Whoever finds an open browser erases nothing: the password is asked for."""
    answer = client_as(giver).post(reverse("portal:my_data_erase"), SURE)
    assert answer.status_code == 302
    assert user_of(giver).email == MAIL


def test_a_promise_underway_makes_a_request_of_it_that_the_province_answers(
    giver: Actor, client_as: ClientAs, acting: Acting, outsider: Actor
) -> None:
    school = school_at(KALIDERES)
    people_at(school, pupils=1)
    pledge = promise(giver, school)
    recently(client_as(giver)).post(reverse("portal:my_data_erase"), SURE)
    asked = DataRequest.objects.get()
    address = reverse("portal:request_account", args=[asked.public_id])
    coordinator = acting("coordinator")
    assert client_as(outsider).post(address).status_code == 404
    assert client_as(giver).post(address).status_code == 403
    client_as(coordinator).post(address, SURE)
    assert user_of(giver).email == MAIL
    withdraw_pledge(pledge=pledge, actor=giver, reason="Uji")
    answer = client_as(coordinator).post(address, follow=True)
    assert "Centang dulu" in answer.text
    assert user_of(giver).email == MAIL
    client_as(coordinator).post(address, SURE)
    asked.refresh_from_db()
    assert (asked.state, asked.closed_by_id) == ("answered", coordinator.user_id)
    # The papers of what was promised name the giver: they are kept, by the law on accounts.
    kept = Organisation.objects.get(pk=giver.organisation_id)
    assert kept.name == NAME
    assert {where for where, text in everything() if MAIL in text or PHONE in text} == set()


def test_an_officer_stays_named_in_what_was_decided_and_goes_from_the_rest(acting: Acting) -> None:
    officer = acting("city_supervisor")
    User.objects.filter(pk=officer.user_id).update(full_name=NAME, email=MAIL)
    erase_account(user=user_of(officer), actor=officer)
    assert {where for where, text in everything() if MAIL in text} == set()
    assert user_of(officer).full_name == NAME


def test_the_only_principal_is_replaced_first(acting: Acting) -> None:
    principal = acting("principal")
    with pytest.raises(Refused, match="satu-satunya kepala sekolah"):
        erase_account(user=user_of(principal), actor=principal)
    acting("principal", organisation=Organisation.objects.get(pk=principal.organisation_id))
    assert not erase_account(user=user_of(principal), actor=principal).is_active


def test_nobody_erases_or_asks_for_the_account_of_another(giver: Actor, outsider: Actor) -> None:
    with pytest.raises(Forbidden):
        erase_account(user=user_of(giver), actor=outsider)
    with pytest.raises(Forbidden):
        receive_request(kind="erasure", user=user_of(giver), actor=outsider)
    assert user_of(giver).email == MAIL
