"""Keys for other systems: shown once, kept as a hash, bounded, taken back by whoever sees them."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory, override_settings
from rest_framework.request import Request
from rest_framework.views import APIView

from ksbb.accounts.actions.create_token import create_token
from ksbb.accounts.actions.revoke_token import revoke_token
from ksbb.accounts.api_tokens import HoldsGrant, actor_by, digest_of
from ksbb.accounts.models import ApiToken, Organisation, User
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.authority.grants import PERMITS, Grant, grants_of
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS, Role
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from tests.conftest import Acting
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.factors import with_totp

URL = "/akun/kunci-api/"
IMPORT = [Grant.RECIPIENTS_IMPORT.value]


@pytest.fixture
def principal(acting: Acting) -> Actor:
    return acting("principal")


@pytest.fixture
def operator(acting: Acting, principal: Actor) -> Actor:
    return acting("school_operator", organisation=Organisation.objects.get(pk=principal.organisation_id))


def a_key(actor: Actor, *grants: str, **bounds: object) -> ApiToken:
    """A key with `grants`, or with all that the role can give."""
    asked = grants or tuple(grants_of(actor.role))
    return create_token(name="Aplikasi", days=30, grants=asked, actor=actor, **bounds)[0]  # type: ignore[arg-type]


# --- made and taken back ------------------------------------------------------------------------------------------------


def test_the_secret_is_shown_once_and_kept_as_a_hash(client_as, operator: Actor) -> None:
    desk = client_as(operator)
    response = desk.post(URL, {"name": "Aplikasi sekolah", "grants": IMPORT, "days": "90"})
    [secret] = re.findall(r"ksbb_[\w-]{43}", response.content.decode())
    assert "no-store" in response["Cache-Control"]
    assert ApiToken.objects.get().digest == digest_of(secret)
    assert secret not in desk.get(URL).content.decode()
    assert not any(secret in str(event.facts) for event in Event.objects.all())
    assert Message.objects.filter(kind="accounts/token_created", to_user_id=operator.user_id).count() == 1


def test_the_principal_sees_and_revokes_the_operators_key_who_hears_of_it(client_as, operator, principal) -> None:
    token = a_key(operator)
    desk = client_as(principal)
    assert "Aplikasi" in desk.get(URL).content.decode()
    assert [desk.post(f"{URL}{token.public_id}/cabut/").status_code for _again in range(2)] == [302, 302]
    token.refresh_from_db()
    assert (token.revoked_by_id, token.is_valid) == (principal.user_id, False)
    assert Message.objects.filter(kind="accounts/token_revoked", to_user_id=operator.user_id).count() == 1
    assert Event.objects.about(token).filter(action="token.revoked").count() == 1


def test_the_suku_dinas_revokes_the_keys_of_its_kasatlak_and_sees_none_of_a_school(acting: Acting, operator) -> None:
    office = OrganisationFactory.create(region="31.73", codes=("31.73.06",))
    kasatlak = a_key(acting("district_supervisor", organisation=office))
    sudin, elsewhere = acting("city_supervisor"), acting("city_supervisor", codes=["31.74"])
    of_a_school = a_key(operator)
    assert set(ApiToken.objects.visible_to(sudin)) == {kasatlak}
    assert revoke_token(token=kasatlak, actor=sudin)
    with pytest.raises(Forbidden):
        revoke_token(token=kasatlak, actor=elsewhere)
    with pytest.raises(Forbidden):
        revoke_token(token=of_a_school, actor=sudin)


def test_somebody_else_finds_no_key(client_as, operator: Actor, outsider: Actor) -> None:
    token = create_token(name="Aplikasi rahasia", days=30, grants=IMPORT, actor=operator)[0]
    desk = client_as(outsider)
    assert "Aplikasi rahasia" not in desk.get(URL).content.decode()
    assert desk.post(f"{URL}{token.public_id}/cabut/").status_code == 404


def test_a_key_lasts_a_year_at_most(operator: Actor) -> None:
    with pytest.raises(Refused):
        create_token(name="Aplikasi", days=400, grants=IMPORT, actor=operator)
    token = create_token(name="Aplikasi", days=365, grants=IMPORT, actor=operator)[0]
    token.expires_at += timedelta(days=30)
    with pytest.raises(IntegrityError), transaction.atomic():
        token.save()


def test_ten_keys_are_enough(operator: Actor) -> None:
    for _number in range(10):
        a_key(operator)
    with pytest.raises(Refused):
        a_key(operator)


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_a_role_that_shows_people_makes_a_key_only_with_a_second_factor(operator: Actor, acting: Acting) -> None:
    with pytest.raises(Refused):
        a_key(operator)
    with_totp(User.objects.get(pk=operator.user_id))
    assert a_key(operator).is_valid
    assert a_key(acting("donor")).is_valid


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_the_page_opens_only_after_the_second_factor(client_as, operator: Actor) -> None:
    with_totp(User.objects.get(pk=operator.user_id))
    answer = client_as(operator).post(URL, {"name": "Aplikasi", "grants": IMPORT, "days": "90"})
    assert (answer.status_code, ApiToken.objects.count()) == (302, 0)


# --- what it opens ------------------------------------------------------------------------------------------------------


def test_who_holds_keys_has_something_to_do_over_the_api() -> None:
    holders = {role for role in Role if Permission.KEY_HOLD in GRANTS[role]}
    assert holders - {Role.SYSTEM} == {role for role in Role if grants_of(role)} - {Role.SYSTEM}


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.VISITOR, Role.SYSTEM)])
def test_no_key_is_given_more_than_its_role(acting: Acting, role: str) -> None:
    beyond = [grant.value for grant in Grant if grant not in grants_of(Role(role))]
    with pytest.raises((Refused, Forbidden)):
        create_token(name="Aplikasi", days=30, grants=beyond, actor=acting(role))
    assert ApiToken.objects.count() == 0


def test_a_key_opens_its_grants_and_nothing_else_of_the_role(acting: Acting) -> None:
    donor = acting("donor")
    reader = actor_by(a_key(donor, "pledges.read"))
    assert {one for one in Permission if reader.may(one)} == PERMITS[Grant.PLEDGES_READ]
    assert not reader.may(Permission.KEY_HOLD)


def test_an_endpoint_that_names_no_grant_is_closed_to_every_key(acting: Acting) -> None:
    request = Request(RequestFactory().get("/"))
    request.auth = a_key(acting("school_operator"))
    assert not HoldsGrant().has_permission(request, APIView())


def test_a_grant_that_the_role_no_longer_covers_opens_nothing(acting: Acting) -> None:
    """A key whose row says more than the role, however that came about."""
    token = a_key(acting("donor"), "pledges.read")
    token.grants = ["criteria.read", "matching.run", "no.such.grant"]
    assert [one for one in Permission if actor_by(token).may(one)] == []


# Whoever has one of these decides about what somebody else did.
APPROVING = {
    Permission.CRITERIA_EDIT, Permission.WEIGHTS_EDIT, Permission.REPORT_VERIFY, Permission.CASE_DECIDE, Permission.APPEAL_DECIDE,
    Permission.VERDICT_REVIEW, Permission.PERSON_CORRECT, Permission.MEMBER_INVITE, Permission.SCHOOL_ACCEPT,
    Permission.AGGREGATOR_VERIFY, Permission.HANDOVER_RECORD, Permission.CASE_CLOSE, Permission.KEY_HOLD,
}  # fmt: skip


def test_no_grant_opens_an_approval() -> None:
    assert frozenset[Permission]().union(*PERMITS.values()) & APPROVING == set()


def test_what_is_done_with_a_key_says_so_in_the_trail(acting: Acting) -> None:
    from donations.actions.start_matching import start_matching

    coordinator = acting("coordinator")
    token = a_key(coordinator)
    run = start_matching(region="31", actor=actor_by(token))
    event = Event.objects.about(run).get()
    assert (event.user_id, event.facts["key"]) == (coordinator.user_id, token.pk)


# --- where --------------------------------------------------------------------------------------------------------------


def test_a_key_sees_only_its_part_of_the_ground(acting: Acting) -> None:
    sudin = acting("city_supervisor")
    assert actor_by(a_key(sudin)).oversees == ("31.73",)
    assert actor_by(a_key(sudin, area="31.73.06")).oversees == ("31.73.06",)


@pytest.mark.parametrize("area", ["31", "31.74", "31.7", "31.730", "DROP"])
def test_no_key_reaches_beyond_the_own_ground(acting: Acting, area: str) -> None:
    with pytest.raises(Refused):
        a_key(acting("city_supervisor"), area=area)


def test_an_area_is_for_those_only_who_watch_over_ground(operator: Actor) -> None:
    with pytest.raises(Refused):
        a_key(operator, area="31.73.06.1001")


def test_a_key_loses_its_area_with_the_office(acting: Acting) -> None:
    sudin = acting("city_supervisor")
    token = a_key(sudin, area="31.73.06")
    Organisation.objects.get(pk=sudin.organisation_id).territories.set([])
    Organisation.objects.filter(pk=sudin.organisation_id).update(region="31.74")
    assert actor_by(ApiToken.objects.get(pk=token.pk)).oversees == ()


def test_the_form_offers_rights_and_areas_of_the_own_role_only(client_as, acting: Acting) -> None:
    acting("city_supervisor", codes=["31.74.01"])
    sudin = client_as(acting("city_supervisor", codes=["31.73", "31.73.06"])).get(URL).content.decode()
    assert 'value="pledges.read"' in sudin
    assert 'value="31.73.06"' in sudin
    assert "31.74" not in sudin
    assert "pledges.write" not in sudin
    donor = client_as(acting("donor")).get(URL).content.decode()
    assert 'value="pledges.write"' in donor
    assert 'name="area"' not in donor


def test_networks_are_kept_in_their_plain_form_and_rubbish_is_named(client_as, operator: Actor) -> None:
    desk = client_as(operator)
    sent = {"name": "Aplikasi", "grants": IMPORT, "days": "90"}
    assert "bukan alamat jaringan" in desk.post(URL, sent | {"networks": "103.10.20.7 kantor"}).content.decode()
    desk.post(URL, sent | {"networks": "103.10.20.7, 10.1.2.3/8\n2001:DB8::1/32"})
    assert ApiToken.objects.get().networks == ["10.0.0.0/8", "103.10.20.7/32", "2001:db8::/32"]


# --- keys of before -----------------------------------------------------------------------------------------------------


def test_keys_of_before_keep_sending_recipients_in(operator: Actor) -> None:
    token = a_key(operator)
    ApiToken.objects.update(grants=[])
    give = import_module("ksbb.accounts.migrations.0007_school_keys_import_recipients").give
    with connection.schema_editor() as editor:
        give(apps, editor)
    token.refresh_from_db()
    assert token.grants == IMPORT


def test_the_list_asks_the_same_few_questions_for_many_keys(client_as, acting, django_assert_max_num_queries) -> None:
    donor = acting("donor")
    organisation = Organisation.objects.get(pk=donor.organisation_id)
    colleagues = [MembershipFactory.create(organisation=organisation, role=Role.DONOR) for _n in range(5)]
    desk = client_as(donor)
    for one in colleagues:
        ApiToken.objects.bulk_create(
            ApiToken(
                membership=one, name="K", digest=digest_of(f"{one.pk}-{n}"), expires_at=one.created_at, grants=IMPORT
            )
            for n in range(4)
        )
    with django_assert_max_num_queries(12):
        assert desk.get(URL).content.decode().count("<tr>") >= 20
