"""Inviting, accepting and ending; roles that exclude each other never meet in one person (Q7)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.actions.accept_invitation import accept_invitation
from ksbb.accounts.actions.disable_user import disable_user
from ksbb.accounts.actions.end_membership import end_membership
from ksbb.accounts.actions.grant_membership import grant_membership
from ksbb.accounts.actions.invite_member import invite_member
from ksbb.accounts.models import Membership, User
from ksbb.audit.models import Event
from ksbb.authority.actors import SYSTEM, VISITOR, Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

STRONG = "pagi-hari-di-kalideres"


@pytest.fixture
def school():
    return OrganisationFactory.create(school=True)


@pytest.fixture
def principal(acting, school):
    return acting("principal", organisation=school)


def invite(actor: Actor, organisation, role="school_operator", email="Operator@Uji.example", **more) -> Membership:
    return invite_member(
        email=email, full_name="Operator Uji", organisation=organisation, role=role, actor=actor, **more
    )


def at_once(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_invitation_does_nothing_until_it_is_accepted(principal, school):
    membership = invite(principal, school)
    assert not membership.is_active
    assert not Membership.objects.active().filter(pk=membership.pk).exists()


def test_an_unknown_address_gets_an_account_that_nobody_can_sign_in_to(principal, school):
    user = invite(principal, school).user
    assert user.email == "operator@uji.example"
    assert not user.has_usable_password()


def test_the_message_holds_no_address_name_or_token(principal, school):
    membership = invite(principal, school)
    message = Message.objects.get(kind="accounts/invitation")
    assert message.to_user_id == membership.user_id
    assert message.context == {"membership": membership.public_id.hex}


def test_the_trail_tells_who_invited_in_which_role(principal, school):
    membership = invite(principal, school)
    event = Event.objects.about(membership).get()
    assert (event.action, event.user_id, event.facts["role"]) == (
        "membership.invited",
        principal.user_id,
        "school_operator",
    )


def test_inviting_again_sends_again_and_makes_no_second_membership(principal, school):
    first = invite(principal, school)
    second = invite(principal, school)
    assert first == second
    assert Message.objects.filter(kind="accounts/invitation").count() == 2


@pytest.mark.parametrize("role", ["principal", "coordinator", "validator", "donor", "auditor"])
def test_a_principal_gives_no_other_role_than_operator(principal, school, role):
    with pytest.raises(Forbidden):
        invite(principal, school, role=role)


def test_a_principal_cannot_invite_into_another_school(principal, outsider, school):
    with pytest.raises(Forbidden):
        invite(outsider, school)


@pytest.mark.parametrize(
    "role", ["school_operator", "donor", "aggregator", "district_supervisor", "validator", "auditor"]
)
def test_these_invite_nobody(acting, school, role):
    with pytest.raises(Forbidden):
        invite(acting(role), school)


def test_a_city_supervisor_invites_principals_on_the_own_ground_only(acting, school):
    assert invite(acting("city_supervisor", codes=["31.73"]), school, role="principal")
    with pytest.raises(Forbidden):
        invite(acting("city_supervisor", codes=["31.74"]), school, role="principal", email="lain@uji.example")


def test_a_city_supervisor_cannot_make_a_coordinator(acting):
    supervisor = acting("city_supervisor")
    office = OrganisationFactory.create(codes=("31.73",), region="31.73")
    with pytest.raises(Forbidden):
        invite(supervisor, office, role="coordinator")


@pytest.mark.parametrize(("held", "wanted"), [("validator", "school_operator"), ("auditor", "school_operator")])
def test_roles_that_exclude_each_other_are_refused_with_the_reason(acting, principal, school, held, wanted):
    holder = User.objects.get(pk=acting(held).user_id)
    with pytest.raises(Refused, match=str(Role(held).label)):
        invite(principal, school, role=wanted, email=holder.email)


def test_a_waiting_invitation_counts_too(acting, principal, school):
    invite(acting("coordinator"), OrganisationFactory.create(), role="validator", email="orang@uji.example")
    with pytest.raises(Refused):
        invite(principal, school, email="orang@uji.example")


def test_nobody_invites_oneself(acting):
    coordinator = acting("coordinator")
    own = User.objects.get(pk=coordinator.user_id)
    with pytest.raises(Refused, match="diri sendiri"):
        invite(coordinator, OrganisationFactory.create(), role="validator", email=own.email)


def test_a_role_in_the_wrong_kind_of_organisation_is_refused():
    with pytest.raises(Forbidden):
        invite(SYSTEM, OrganisationFactory.create(donor=True), role="coordinator")


def test_a_past_end_is_refused(principal, school):
    with pytest.raises(Refused, match="Tanggal berakhir"):
        invite(principal, school, ends_on=timezone.localdate())


def test_accepting_sets_the_password_and_proves_the_address(principal, school):
    membership = invite(principal, school)
    accept_invitation(membership=membership, actor=VISITOR, password=STRONG, full_name="Nama Sendiri")
    user = User.objects.get(pk=membership.user_id)
    assert user.check_password(STRONG)
    assert user.full_name == "Nama Sendiri"
    assert EmailAddress.objects.get(user=user).verified
    assert Membership.objects.active().filter(user=user, role="school_operator").exists()


def test_an_invitation_works_once(principal, school):
    membership = invite(principal, school)
    accept_invitation(membership=membership, actor=VISITOR, password=STRONG)
    with pytest.raises(Refused, match="sudah dipakai"):
        accept_invitation(membership=membership, actor=VISITOR, password="another-one-1234")


def test_one_with_a_password_must_be_signed_in_to_accept(principal, outsider, school):
    known = UserFactory.create()
    membership = invite(principal, school, email=known.email)
    for actor in (VISITOR, outsider):
        with pytest.raises(Forbidden):
            accept_invitation(membership=membership, actor=actor, password=STRONG)
    accept_invitation(membership=membership, actor=Actor(known.pk, None, Role.VISITOR))
    assert not User.objects.get(pk=known.pk).check_password(STRONG)


def test_a_withdrawn_invitation_is_dead(principal, school):
    membership = invite(principal, school)
    end_membership(membership=membership, actor=principal)
    with pytest.raises(Refused, match="dibatalkan"):
        accept_invitation(membership=membership, actor=VISITOR, password=STRONG)


def test_a_clash_that_came_after_the_invitation_is_found_at_accepting(principal, school):
    membership = invite(principal, school)
    MembershipFactory.create(user=membership.user, role=Role.VALIDATOR)
    with pytest.raises(Refused, match="Validator"):
        accept_invitation(membership=membership, actor=VISITOR, password=STRONG)


def test_ending_takes_effect_today_and_tells_the_person(acting, principal, school):
    operator = acting("school_operator", organisation=school)
    membership = Membership.objects.get(pk=operator.membership_id)
    end_membership(membership=membership, actor=principal)
    assert not Membership.objects.active().filter(pk=membership.pk).exists()
    assert Message.objects.get().to_user_id == operator.user_id


def test_an_outsider_ends_nobodys_role(acting, outsider, school):
    operator = Membership.objects.get(pk=acting("school_operator", organisation=school).membership_id)
    with pytest.raises(Forbidden):
        end_membership(membership=operator, actor=outsider)


def test_a_principal_is_ended_from_above_and_not_by_oneself(acting, principal):
    membership = Membership.objects.get(pk=principal.membership_id)
    with pytest.raises(Forbidden):
        end_membership(membership=membership, actor=principal)
    coordinator = acting("coordinator")
    own = Membership.objects.get(pk=coordinator.membership_id)
    with pytest.raises(Refused, match="sendiri"):
        end_membership(membership=own, actor=coordinator)
    end_membership(membership=membership, actor=coordinator)


def test_a_person_grants_oneself_nothing_but_a_new_donor(outsider):
    user = UserFactory.create()
    newcomer = Actor(user.pk, None, Role.VISITOR)
    donor = OrganisationFactory.create(donor=True)
    assert grant_membership(user=user, organisation=donor, role="donor", actor=newcomer).is_active
    with pytest.raises(Forbidden):
        grant_membership(
            user=user, organisation=OrganisationFactory.create(school=True), role="principal", actor=newcomer
        )
    with pytest.raises(Forbidden):
        grant_membership(user=UserFactory.create(), organisation=donor, role="donor", actor=newcomer)
    with pytest.raises(Forbidden):
        grant_membership(user=User.objects.get(pk=outsider.user_id), organisation=donor, role="donor", actor=outsider)


def test_a_grant_repeated_changes_nothing():
    user, donor = UserFactory.create(), OrganisationFactory.create(donor=True)
    first = grant_membership(user=user, organisation=donor, role="donor", actor=SYSTEM)
    assert grant_membership(user=user, organisation=donor, role="donor", actor=SYSTEM) == first
    assert Event.objects.about(first).count() == 1


def test_a_membership_may_begin_again_after_it_ended(principal, school):
    ended = MembershipFactory.create(
        user=UserFactory.create(email="lama@uji.example"),
        organisation=school,
        role=Role.SCHOOL_OPERATOR,
        ends_on=timezone.localdate() - timedelta(days=1),
    )
    assert invite(principal, school, email="lama@uji.example") != ended


def test_only_the_system_disables(acting, outsider):
    user = UserFactory.create()
    for actor in (acting("coordinator"), outsider, VISITOR):
        with pytest.raises(Forbidden):
            disable_user(user=user, actor=actor)
    assert not disable_user(user=user, actor=SYSTEM).is_active


@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_never_both_give_roles_that_exclude_each_other():
    user = UserFactory.create()
    school, office = OrganisationFactory.create(school=True), OrganisationFactory.create()
    wanted = [(school, "principal"), (office, "validator")] * 4
    start = threading.Barrier(len(wanted))
    answers: list[str] = []

    def give(organisation, role: str) -> None:
        try:
            start.wait()
            grant_membership(user=user, organisation=organisation, role=role, actor=SYSTEM)
            answers.append(role)
        except Refused:
            answers.append("refused")
        finally:
            connection.close()

    at_once([threading.Thread(target=give, args=one) for one in wanted])
    assert answers.count("refused") == 4
    assert Membership.objects.active().filter(user=user).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_accept_at_once_and_one_wins():
    membership = MembershipFactory.create(invited=True, user=UserFactory.create(without_password=True))
    start = threading.Barrier(6)
    answers: list[str] = []

    def accept(number: int) -> None:
        try:
            start.wait()
            accept_invitation(membership=membership, actor=VISITOR, password=f"{STRONG}-{number}")
            answers.append("accepted")
        except (Refused, Forbidden):
            answers.append("no")
        finally:
            connection.close()

    at_once([threading.Thread(target=accept, args=(number,)) for number in range(6)])
    assert sorted(answers) == ["accepted"] + ["no"] * 5
    assert Event.objects.about(membership).filter(action="membership.accepted").count() == 1


def test_a_failed_invitation_leaves_nothing_behind(principal, school):
    with pytest.raises(Forbidden), transaction.atomic():
        invite(principal, school, role="validator", email="tidak-jadi@uji.example")
    assert not User.objects.filter(email="tidak-jadi@uji.example").exists()


def test_an_actor_of_the_accepted_membership_may_what_the_role_may(principal, school):
    membership = invite(principal, school)
    accepted = accept_invitation(membership=membership, actor=VISITOR, password=STRONG)
    assert actor_of(accepted).may(Permission.RECIPIENT_REGISTER)
