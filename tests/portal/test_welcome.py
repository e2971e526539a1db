"""Each role is told what it does here and where it begins."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ksbb.accounts.invitations import token_of
from ksbb.authority.roles import Role
from ksbb.portal.welcome import WELCOME
from tests.factories.accounts import KIND, MembershipFactory, UserFactory, organisation_for
from tests.factories.donations import school_at

pytestmark = pytest.mark.django_db


def test_every_role_has_its_three_steps():
    assert set(WELCOME) == set(Role) - {Role.VISITOR, Role.SYSTEM}


@pytest.mark.parametrize("role", WELCOME)
def test_the_steps_open(role, acting, client_as):
    at_school = KIND.get(role) == "school"
    actor = acting(role, organisation=school_at().organisation if at_school else organisation_for(role))
    client = client_as(actor)
    html = client.get(reverse("portal:welcome")).content.decode()
    pages = [reverse(step.page) for step in WELCOME[role].steps]
    assert all(f'href="{page}"' in html for page in pages)
    assert [client.get(page).status_code for page in pages] == [200] * 3


def test_an_accepted_invitation_leads_there(client):
    invited = MembershipFactory.create(user=UserFactory.create(without_password=True), invited=True)
    fields = {"full_name": "Uji", "password": "pagi-hari-di-kalideres"}
    answer = client.post(reverse("accounts:invitation_accept", args=[token_of(invited)]), fields)
    assert answer["Location"] == reverse("portal:welcome")


def test_who_has_no_role_finds_none(client):
    client.force_login(UserFactory.create())
    assert client.get(reverse("portal:welcome")).status_code == 404
