"""Support looks on as somebody of the own ground: reads, writes nothing, is named with the other one, and ends (promise 8)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ksbb.accounts.acting import actor_of
from ksbb.accounts.actions.begin_support_view import begin_support_view
from ksbb.accounts.actions.invite_member import invite_member
from ksbb.accounts.models import Membership, Organisation, User
from ksbb.accounts.support import KEY, as_seen, kept
from ksbb.audit.models import Event, Read
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import MAY_VIEW_AS, PERSONAL, RANK, READING, Role
from ksbb.common.refusals import Forbidden
from ksbb.notifications.models import Message
from tests.factories.accounts import MembershipFactory
from tests.factories.donations import people_at, school_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def sudin(acting):
    return acting("city_supervisor")


@pytest.fixture
def principal(acting):
    return acting("principal", organisation=school_at().organisation)


@pytest.fixture
def looking(sudin, principal, client_as):
    """The Suku Dinas's browser, looking on as the principal."""
    client = client_as(sudin)
    client.post(begin(principal))
    return client


def begin(actor) -> str:
    return reverse("accounts:support_begin", args=[Membership.objects.get(pk=actor.membership_id).public_id])


def test_nobody_looks_on_as_an_equal_or_a_higher_one():
    assert all(RANK[helper] > RANK[other] for helper, others in MAY_VIEW_AS.items() for other in others)
    assert set(RANK) == PERSONAL | {Role.DONOR}


def test_it_shows_what_the_person_sees_and_says_so(looking, principal):
    html = looking.get(reverse("recipients:recipient_list")).content.decode()
    assert "support-banner" in html
    assert principal.name in html
    assert reverse("recipients:recipient_register") not in html


@pytest.mark.parametrize("role", ["coordinator", "validator", "auditor", "city_supervisor"])
def test_an_equal_or_higher_one_is_refused(role, acting, sudin):
    with pytest.raises(Forbidden):
        begin_support_view(membership=Membership.objects.get(pk=acting(role).membership_id), actor=sudin)


def test_who_is_a_validator_elsewhere_is_refused_too(principal, sudin):
    MembershipFactory.create(user_id=principal.user_id, user=User.objects.get(pk=principal.user_id), role="coordinator")
    with pytest.raises(Forbidden):
        begin_support_view(membership=Membership.objects.get(pk=principal.membership_id), actor=sudin)


def test_the_staff_of_the_platform_are_refused(principal, sudin):
    User.objects.filter(pk=principal.user_id).update(is_staff=True)
    with pytest.raises(Forbidden):
        begin_support_view(membership=Membership.objects.get(pk=principal.membership_id), actor=sudin)


def test_another_city_is_not_found_and_no_other_role_helps(acting, principal, client_as, outsider):
    assert client_as(acting("city_supervisor", codes=["31.74"])).post(begin(principal)).status_code == 404
    assert client_as(outsider).post(begin(principal)).status_code == 404
    assert client_as(acting("coordinator")).post(begin(principal)).status_code == 403


def test_no_post_passes(looking):
    for name in (
        "recipients:recipient_register",
        "accounts:member_invite",
        "account_change_password",
        "accounts:session_end_others",
    ):
        assert looking.post(reverse(name), {}).status_code == 403


def test_an_action_that_is_called_all_the_same_refuses(sudin, principal):
    """Behind the door stands a second one: such an actor may nothing but look."""
    session = {KEY: kept(Membership.objects.get(pk=principal.membership_id), sudin)}
    seen = as_seen(session, sudin)
    assert {permission for permission in Permission if seen.may(permission)} <= READING
    school = Organisation.objects.get(pk=principal.organisation_id)
    with pytest.raises(Forbidden):
        invite_member(email="x@uji.example", full_name="X", organisation=school, role="school_operator", actor=seen)


@pytest.mark.parametrize("name", ["mfa_index", "accounts:session_list", "accounts:token_list", "portal:inbox"])
def test_what_is_the_persons_alone_stays_closed(looking, name):
    assert looking.get(reverse(name)).status_code == 403


def test_nothing_leaves_as_a_file(looking):
    assert looking.get(reverse("recipients:recipient_export")).status_code == 403


def test_the_trail_names_both_and_the_person_is_told(looking, sudin, principal):
    looking.post(reverse("accounts:support_end"))
    began, ended = Event.objects.filter(action__startswith="support.").order_by("pk")
    assert (began.user_id, began.facts["person"]) == (sudin.user_id, principal.user_id)
    assert (ended.user_id, ended.facts["looked_on_as"]) == (sudin.user_id, principal.user_id)
    assert Message.objects.filter(kind="accounts/support_viewed", to_user_id=principal.user_id).exists()


def test_who_looked_is_who_was_shown_it(sudin, client_as):
    """The log of who was shown whose data names the helper, not the one looked on as."""
    school = school_at()
    people_at(school, pupils=2)
    seen = MembershipFactory.create(role="principal", organisation=school.organisation)
    client = client_as(sudin)
    client.post(begin(actor_of(seen)))
    client.get(reverse("recipients:recipient_list"))
    read = Read.objects.get(page="recipients:recipient_list")
    assert (read.user_id, read.count) == (sudin.user_id, 2)


def test_it_ends_by_the_button_and_by_itself(looking, principal):
    session = looking.session
    session[KEY] = session[KEY] | {"until": 1}
    session.save()
    html = looking.get(reverse("accounts:member_list")).content.decode()
    assert "support-banner" not in html
    looking.post(begin(principal))
    assert "support-banner" in looking.get(reverse("portal:dashboard")).content.decode()
    looking.post(reverse("accounts:support_end"))
    assert "support-banner" not in looking.get(reverse("accounts:member_list")).content.decode()


def test_it_ends_with_the_role_of_either(sudin, principal):
    membership = Membership.objects.get(pk=principal.membership_id)
    session = {KEY: kept(membership, sudin)}
    assert as_seen(session, sudin) != sudin
    membership.ends_on = "2020-01-01"
    membership.save()
    assert as_seen(session, sudin) == sudin
    assert KEY not in session


def test_another_role_of_the_helper_does_not_look_on(sudin, principal, acting):
    session = {KEY: kept(Membership.objects.get(pk=principal.membership_id), sudin)}
    other = actor_of(Membership.objects.get(pk=acting("city_supervisor").membership_id))
    assert as_seen(session, other) == other
