"""A key that ends soon is told of in time, once at each mark; a lost second factor ends the keys of its person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.template.loader import render_to_string
from django.utils import timezone

from ksbb.accounts.actions.confirm_factor_reset import confirm_factor_reset
from ksbb.accounts.actions.create_token import create_token
from ksbb.accounts.actions.open_factor_reset import open_factor_reset
from ksbb.accounts.actions.revoke_token import revoke_token
from ksbb.accounts.actions.watch_keys import watch_keys
from ksbb.accounts.models import ApiToken, Membership, Organisation
from ksbb.audit.models import Event
from ksbb.authority.actors import Actor
from ksbb.authority.grants import Grant
from ksbb.notifications.kinds import FIXED, group_of
from ksbb.notifications.models import Message
from tests.conftest import Acting
from tests.factories.factors import with_totp

KIND = "accounts/token_expiring"


def a_key(actor: Actor, days: int = 90) -> ApiToken:
    return create_token(name="Aplikasi SDN Kenari", days=days, grants=[Grant.RECIPIENTS_IMPORT.value], actor=actor)[0]


@pytest.fixture
def operator(acting: Acting) -> Actor:
    return acting("school_operator")


def days_told() -> list[int]:
    return [message.context["days"] for message in Message.objects.filter(kind=KIND).order_by("pk")]


def test_the_person_is_told_twice_and_each_time_once(operator: Actor) -> None:
    key = a_key(operator)
    for left in (15, 14, 13, 3, 2, 1):
        for _ in range(2):
            watch_keys(now=key.expires_at - timedelta(days=left))
    assert days_told() == [14, 2]
    assert set(Message.objects.filter(kind=KIND).values_list("to_user_id", flat=True)) == {operator.user_id}


def test_a_key_for_a_week_is_told_of_once_and_a_late_watch_tells_the_last_mark_only(operator: Actor) -> None:
    key = a_key(operator, days=7)
    watch_keys()
    assert days_told() == []
    watch_keys(now=key.expires_at - timedelta(days=1))
    late = a_key(operator)
    watch_keys(now=late.expires_at - timedelta(hours=5))
    assert days_told() == [2, 2]


def test_a_key_that_is_over_or_taken_back_or_whose_role_ended_is_not_told_of(operator: Actor, outsider: Actor) -> None:
    keys = [a_key(operator), a_key(outsider)]
    revoke_token(token=keys[0], actor=operator)
    Membership.objects.filter(pk=outsider.membership_id).update(ends_on=timezone.localdate())
    assert watch_keys(now=keys[0].expires_at - timedelta(days=1)) == 0
    third = a_key(operator)
    assert watch_keys(now=third.expires_at + timedelta(seconds=1)) == 0


def test_the_letter_says_nothing_of_the_key(operator: Actor) -> None:
    key = a_key(operator)
    watch_keys(now=key.expires_at - timedelta(days=1))
    message = Message.objects.get(kind=KIND)
    assert (set(message.context), message.path, group_of(KIND)) == ({"days"}, "/akun/kunci-api/", FIXED)
    told = render_to_string("accounts/emails/token_expiring.txt", {**message.context, "link": "L"})
    assert "Kenari" not in told
    assert "2 hari" in told


def test_many_keys_take_a_few_statements(operator: Actor, django_assert_max_num_queries) -> None:
    keys = [a_key(operator) for _ in range(4)]
    with django_assert_max_num_queries(8):
        assert watch_keys(now=keys[0].expires_at - timedelta(days=1)) == 4


def test_a_lost_second_factor_ends_the_keys_and_the_google_account_of_its_person_and_nobody_elses(
    acting: Acting, outsider: Actor
) -> None:
    principal = acting("principal")
    operator = acting("school_operator", organisation=Organisation.objects.get(pk=principal.organisation_id))
    membership = Membership.objects.get(pk=operator.membership_id)
    with_totp(membership.user)
    keys = [a_key(operator), a_key(operator)]
    others = [a_key(principal), a_key(outsider)]
    SocialAccount.objects.create(user=membership.user, provider="google", uid="1")
    reset = open_factor_reset(membership=membership, actor=principal)
    assert ApiToken.objects.valid().count() == 4
    sudin = acting("city_supervisor")
    confirm_factor_reset(reset=reset, actor=sudin)
    assert set(ApiToken.objects.valid()) == set(others)
    assert {key.revoked_by_id for key in ApiToken.objects.filter(pk__in=[key.pk for key in keys])} == {sudin.user_id}
    assert Event.objects.filter(action="token.revoked", user_id=sudin.user_id).count() == 2
    assert Message.objects.filter(kind="accounts/token_revoked", to_user_id=operator.user_id).count() == 1
    assert not SocialAccount.objects.exists()
