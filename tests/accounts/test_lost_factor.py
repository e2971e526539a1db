"""A lost second factor is taken off by two people who have seen the third; the trail names all (promise 13)."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.acting import actor_of
from ksbb.accounts.actions.confirm_factor_reset import confirm_factor_reset
from ksbb.accounts.actions.open_factor_reset import open_factor_reset
from ksbb.accounts.models import FactorReset, Membership, Session, User
from ksbb.audit.models import Event
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import StaleState
from ksbb.notifications.models import Message
from tests.factories.accounts import OrganisationFactory
from tests.factories.factors import with_totp

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return OrganisationFactory.create(school=True)


@pytest.fixture
def operator(acting, school) -> Membership:
    membership = Membership.objects.get(pk=acting("school_operator", organisation=school).membership_id)
    with_totp(membership.user)
    return membership


@pytest.fixture
def principal(acting, school):
    return acting("principal", organisation=school)


@pytest.fixture
def sudin(acting):
    return acting("city_supervisor")


def has_factor(membership: Membership) -> bool:
    return Authenticator.objects.filter(user_id=membership.user_id).exists()


def page(membership: Membership) -> str:
    return reverse("accounts:member_factor", args=[membership.public_id])


def test_one_asks_and_another_agrees(operator, principal, sudin, client_as):
    client_as(actor_of(operator))  # the lost telephone is still signed in
    client_as(principal).post(page(operator), {"seen": "on"})
    assert has_factor(operator)
    client_as(sudin).post(page(operator), {"seen": "on"})
    assert not has_factor(operator)
    assert not Session.objects.filter(user_id=operator.user_id).exists()


def test_nobody_agrees_with_themselves(operator, principal, client_as):
    reset = open_factor_reset(membership=operator, actor=principal)
    client_as(principal).post(page(operator), {"seen": "on"})
    with pytest.raises(Refused):
        confirm_factor_reset(reset=reset, actor=principal)
    assert has_factor(operator)


def test_nor_under_another_account_of_the_same_person(operator, principal, sudin):
    User.objects.filter(pk__in=[principal.user_id, sudin.user_id]).update(person_digest=b"x" * 32)
    reset = open_factor_reset(membership=operator, actor=principal)
    with pytest.raises(Refused):
        confirm_factor_reset(reset=reset, actor=sudin)
    assert has_factor(operator)


def test_the_database_holds_the_four_eyes_too(operator, principal):
    reset = open_factor_reset(membership=operator, actor=principal)
    with pytest.raises(IntegrityError):
        FactorReset.objects.filter(pk=reset.pk).update(confirmed_by_id=principal.user_id, confirmed_at=timezone.now())


def test_the_person_is_neither_of_the_two(acting, sudin):
    own = Membership.objects.get(pk=acting("coordinator").membership_id)
    with_totp(own.user)
    with pytest.raises((Refused, Forbidden)):
        open_factor_reset(membership=own, actor=actor_of(own))
    other = acting("coordinator", organisation=own.organisation)
    reset = open_factor_reset(membership=own, actor=other)
    with pytest.raises(Refused):
        confirm_factor_reset(reset=reset, actor=actor_of(own))
    with pytest.raises(Forbidden):
        confirm_factor_reset(reset=reset, actor=sudin)


def test_a_stranger_neither_asks_nor_agrees(operator, principal, outsider, client_as):
    assert client_as(outsider).get(page(operator)).status_code == 404
    with pytest.raises(Forbidden):
        open_factor_reset(membership=operator, actor=outsider)
    reset = open_factor_reset(membership=operator, actor=principal)
    with pytest.raises(Forbidden):
        confirm_factor_reset(reset=reset, actor=outsider)


def test_without_having_seen_the_person_nothing_happens(operator, principal, client_as):
    assert client_as(principal).post(page(operator), {}).status_code == 200
    assert not FactorReset.objects.exists()


def test_after_a_day_the_second_comes_too_late(operator, principal, sudin):
    reset = open_factor_reset(membership=operator, actor=principal)
    FactorReset.objects.update(created_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(StaleState):
        confirm_factor_reset(reset=reset, actor=sudin)
    assert open_factor_reset(membership=operator, actor=principal) != reset


def test_the_operators_are_a_second_pair_of_eyes_and_never_the_first(operator, principal):
    with pytest.raises(CommandError):
        call_command("confirm_factor_reset", operator.user.email, stdout=StringIO())
    open_factor_reset(membership=operator, actor=principal)
    call_command("confirm_factor_reset", operator.user.email, stdout=StringIO())
    assert not has_factor(operator)


def test_the_trail_names_everybody_and_the_person_is_told(operator, principal, sudin):
    confirm_factor_reset(reset=open_factor_reset(membership=operator, actor=principal), actor=sudin)
    opened, confirmed = Event.objects.filter(action__startswith="factor.").order_by("pk")
    assert (opened.user_id, opened.facts["person"]) == (principal.user_id, operator.user_id)
    assert (confirmed.user_id, confirmed.facts["opened_by"]) == (sudin.user_id, principal.user_id)
    assert Message.objects.filter(kind="accounts/factor_reset_asked", to_user_id=sudin.user_id).exists()
    assert Message.objects.filter(kind="accounts/factor_reset_opened", to_user_id=operator.user_id).exists()
    assert Message.objects.filter(kind="accounts/factor_reset_done", to_user_id=operator.user_id).exists()
