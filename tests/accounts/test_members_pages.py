"""The pages of roles and members."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.invitations import VALID_FOR, token_of
from ksbb.accounts.models import Membership, User
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

STRONG = "pagi-hari-di-kalideres"


@pytest.fixture
def school():
    return OrganisationFactory.create(school=True, name="SD Uji Pagi")


@pytest.fixture
def principal(acting, school):
    return acting("principal", organisation=school)


@pytest.fixture
def operator(acting, school):
    return acting("school_operator", organisation=school)


@pytest.fixture
def invitation(school):
    person = UserFactory.create(without_password=True)
    return MembershipFactory.create(invited=True, organisation=school, role="school_operator", user=person)


def end_page(actor) -> str:
    return reverse("accounts:member_end", args=[Membership.objects.get(pk=actor.membership_id).public_id])


def accept_page(membership: Membership) -> str:
    return reverse("accounts:invitation_accept", args=[token_of(membership)])


def test_a_principal_sees_the_own_people_and_the_outsider_does_not(client_as, principal, operator, outsider):
    name = User.objects.get(pk=operator.user_id).full_name
    page = reverse("accounts:member_list")
    assert name in client_as(principal).get(page).content.decode()
    assert name not in client_as(outsider).get(page).content.decode()


def test_a_supervisor_sees_the_people_on_the_own_ground_only(acting, client_as, operator):
    name = User.objects.get(pk=operator.user_id).full_name
    page = reverse("accounts:member_list")
    assert name in client_as(acting("city_supervisor", codes=["31.73"])).get(page).content.decode()
    assert name not in client_as(acting("city_supervisor", codes=["31.74"])).get(page).content.decode()


def test_the_list_is_read_page_by_page(client_as, principal, school):
    MembershipFactory.create_batch(30, organisation=school, role="school_operator")
    client = client_as(principal)
    first = client.get(reverse("accounts:member_list"))
    second = client.get(reverse("accounts:member_list"), {"sesudah": first.context["after"]})
    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 6)


def test_the_list_asks_the_same_number_of_queries_however_long(
    client_as, principal, school, django_assert_max_num_queries
):
    MembershipFactory.create_batch(20, organisation=school, role="school_operator")
    client = client_as(principal)
    with django_assert_max_num_queries(7):
        client.get(reverse("accounts:member_list"))


@pytest.mark.parametrize("role", ["school_operator", "validator", "district_supervisor", "auditor"])
def test_these_roles_see_no_list_of_members(acting, client_as, role):
    assert client_as(acting(role)).get(reverse("accounts:member_list")).status_code == 403


def test_a_principal_is_led_to_the_own_school_and_invites(client_as, principal, school):
    client = client_as(principal)
    page = client.get(reverse("accounts:member_invite"))
    assert page.context["organisation"] == school
    form = {"full_name": "Tono Uji", "email": "tono@uji.example", "role": "school_operator", "ends_on": ""}
    assert client.post(reverse("accounts:member_invite"), form).status_code == 302
    assert Membership.objects.get(user__email="tono@uji.example").organisation == school


@pytest.mark.parametrize("role", ["validator", "coordinator", "principal", "nonsense"])
def test_a_role_that_is_not_offered_is_not_taken(client_as, principal, role):
    form = {"full_name": "Tono Uji", "email": "tono@uji.example", "role": role}
    assert client_as(principal).post(reverse("accounts:member_invite"), form).status_code == 200
    assert not User.objects.filter(email="tono@uji.example").exists()


def test_an_organisation_out_of_reach_cannot_be_named(client_as, principal, outsider):
    foreign = OrganisationFactory.create(school=True, region="31.74.01.1001")
    for actor in (principal, outsider):
        client = client_as(actor)
        client.post(
            reverse("accounts:member_invite") + f"?organisasi={foreign.public_id}",
            {"full_name": "T", "email": "tono@uji.example", "role": "school_operator"},
        )
    assert not Membership.objects.filter(organisation=foreign).exists()


def test_a_supervisor_finds_schools_of_the_own_ground_by_name(acting, client_as, school):
    OrganisationFactory.create(school=True, region="31.74.01.1001", name="SD Uji Siang")
    client = client_as(acting("city_supervisor", codes=["31.73"]))
    page = client.get(reverse("accounts:member_invite"), {"cari": "sd uji"})
    assert [organisation for organisation, _place in page.context["choices"]] == [school]


def test_the_reason_of_a_refusal_is_on_the_form(acting, client_as, principal):
    validator = User.objects.get(pk=acting("validator").user_id)
    form = {"full_name": "V", "email": validator.email, "role": "school_operator"}
    page = client_as(principal).post(reverse("accounts:member_invite"), form)
    assert "tidak boleh digabung" in page.content.decode()


def test_ending_asks_first_and_then_does_it(client_as, principal, operator):
    client = client_as(principal)
    assert client.get(end_page(operator)).status_code == 200
    assert Membership.objects.active().filter(pk=operator.membership_id).exists()
    client.post(end_page(operator))
    assert not Membership.objects.active().filter(pk=operator.membership_id).exists()


def test_an_outsider_finds_nothing_to_end(client_as, operator, outsider):
    client = client_as(outsider)
    assert client.get(end_page(operator)).status_code == 404
    assert client.post(end_page(operator)).status_code == 404


def test_who_sees_it_but_may_not_is_refused(client_as, operator):
    assert client_as(operator).post(end_page(operator)).status_code == 403


def test_one_cannot_end_the_role_of_the_own_principal(client_as, acting, principal, school):
    second = acting("principal", organisation=school)
    assert client_as(second).post(end_page(principal)).status_code == 403


def test_choosing_a_role_changes_who_one_is(acting, client_as):
    first = acting("principal")
    second = MembershipFactory.create(
        user_id=first.user_id, user=User.objects.get(pk=first.user_id), role="coordinator"
    )
    client = client_as(first)
    client.post(reverse("accounts:membership_choose"), {"membership": second.public_id})
    assert client.get(reverse("accounts:member_list")).wsgi_request.actor.role == "coordinator"


def test_nobody_takes_the_role_of_another(client_as, principal, outsider):
    foreign = Membership.objects.get(pk=principal.membership_id)
    client = client_as(outsider)
    assert client.post(reverse("accounts:membership_choose"), {"membership": foreign.public_id}).status_code == 404
    assert client.post(reverse("accounts:membership_choose"), {"membership": "1 OR 1=1"}).status_code == 404


def test_opening_the_invitation_accepts_nothing(client, invitation):
    assert client.get(accept_page(invitation)).status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_accepting_opens_the_account_and_signs_in(client, invitation):
    client.post(accept_page(invitation), {"full_name": "Tono Uji", "password": STRONG})
    assert client.get(reverse("accounts:membership_choose")).wsgi_request.actor.membership_id == invitation.pk


def test_a_weak_password_is_refused_with_the_reason(client, invitation):
    page = client.post(accept_page(invitation), {"full_name": "Tono Uji", "password": "pendek"})
    assert page.context["form"].errors["password"]


def test_a_used_invitation_leads_to_the_sign_in(client, invitation):
    client.post(accept_page(invitation), {"full_name": "Tono Uji", "password": STRONG})
    again = Client().get(accept_page(invitation))
    assert again.status_code == 404
    assert "sudah dipakai" in again.content.decode()


def test_an_old_invitation_is_dead(client, invitation, time_machine):
    page = accept_page(invitation)
    time_machine.move_to(timezone.now() + VALID_FOR + timedelta(minutes=1))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("token", ["x", "IiI:1:1", "..", "%00", "é"])
def test_a_forged_token_is_nothing(client, token):
    assert client.get(reverse("accounts:invitation_accept", args=[token])).status_code == 404


def test_who_has_a_password_signs_in_first(client, school):
    known = MembershipFactory.create(invited=True, organisation=school, role="school_operator")
    page = client.post(accept_page(known), {"full_name": "Pencuri", "password": STRONG})
    assert reverse("account_login") in page.content.decode()
    known.refresh_from_db()
    assert known.accepted_at is None


def test_a_signed_in_stranger_cannot_take_the_invitation(client_as, outsider, invitation):
    page = client_as(outsider).post(accept_page(invitation), {"full_name": "X", "password": STRONG})
    assert "untuk orang lain" in page.content.decode()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_the_token_does_not_leave_by_the_referrer(client, invitation):
    response = client.get(accept_page(invitation))
    assert response["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response["Cache-Control"]


def test_a_browser_that_checks_the_origin_can_accept(invitation):
    """What a real browser sends: the token of the form, and the origin."""
    client = Client(enforce_csrf_checks=True)
    page = client.get(accept_page(invitation))
    form = {"full_name": "Tono Uji", "password": STRONG, "csrfmiddlewaretoken": page.context["csrf_token"]}
    assert client.post(accept_page(invitation), form, headers={"origin": "http://testserver"}).status_code == 302
