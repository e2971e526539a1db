"""Roles with a last day, and how many invitations may wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts.actions.invite_member import invite_member
from ksbb.accounts.actions.watch_memberships import watch_memberships
from ksbb.accounts.models import Membership, Organisation, Session
from ksbb.accounts.policies import OPEN_INVITATIONS
from ksbb.authority.roles import MAY_INVITE
from ksbb.common.refusals import Refused
from ksbb.notifications.models import Message
from tests.factories.accounts import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def ends_in(days: int, **more) -> Membership:
    return MembershipFactory.create(ends_on=timezone.localdate() + timedelta(days=days), **more)


def told(membership: Membership) -> int:
    return Message.objects.filter(kind="accounts/membership_ending", to_user_id=membership.user_id).count()


def test_the_person_and_the_one_who_gave_the_role_are_told_twice_and_each_time_once():
    giver = UserFactory.create()
    soon, later, over = ends_in(14, invited_by=giver), ends_in(15), ends_in(0)
    for _ in range(2):
        watch_memberships()
    assert (told(soon), told(later), told(over)) == (1, 0, 0)
    assert Message.objects.filter(to_user_id=giver.pk).count() == 1
    watch_memberships(today=timezone.localdate() + timedelta(days=11))
    assert (told(soon), told(later)) == (2, 1)


def test_from_the_last_day_on_the_role_opens_nothing_and_its_sessions_are_gone(acting, client_as):
    principal = acting("principal")
    client = client_as(principal)
    Session.objects.update(signed_in_at=timezone.now() - timedelta(days=1))
    Membership.objects.filter(pk=principal.membership_id).update(ends_on=timezone.localdate())
    assert client.get(reverse("accounts:member_list")).status_code == 404
    watch_memberships()
    assert client.get(reverse("portal:inbox")).status_code == 302
    assert not Session.objects.filter(user_id=principal.user_id).exists()


def test_who_signs_in_again_afterwards_stays_in(acting, client_as):
    principal = acting("principal")
    Membership.objects.filter(pk=principal.membership_id).update(ends_on=timezone.localdate())
    client = client_as(principal)
    Session.objects.update(signed_in_at=timezone.now() + timedelta(seconds=1))
    watch_memberships()
    assert client.get(reverse("portal:inbox")).status_code == 200


def test_the_watch_asks_a_few_questions_however_many_roles_end(django_assert_max_num_queries):
    for _ in range(5):
        ends_in(3)
    with django_assert_max_num_queries(8):
        watch_memberships()


def test_every_role_that_invites_has_its_limit():
    assert set(OPEN_INVITATIONS) == set(MAY_INVITE)


def test_the_eleventh_open_invitation_of_a_principal_waits(acting):
    principal = acting("principal")
    school = Organisation.objects.get(pk=principal.organisation_id)

    def invite(n: int) -> Membership:
        return invite_member(
            email=f"operator{n}@uji.example",
            full_name="Uji",
            organisation=school,
            role="school_operator",
            actor=principal,
        )

    first, *_others = [invite(n) for n in range(10)]
    with pytest.raises(Refused):
        invite(10)
    assert invite(0) == first  # sending one again opens none
    Membership.objects.filter(pk=first.pk).update(invited_at=timezone.now() - timedelta(days=15))
    assert invite(11)
