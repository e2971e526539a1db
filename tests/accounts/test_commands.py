"""The operators' commands."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ksbb.accounts.models import Membership, User
from ksbb.notifications.models import Message
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_first_coordinator_comes_in_by_command():
    OrganisationFactory.create(name="Dinas Pendidikan Uji")
    call_command("invite", "Ketua@uji.example", "coordinator", "dinas pendidikan uji", stdout=StringIO())
    assert Membership.objects.get().role == "coordinator"
    assert Message.objects.get().kind == "accounts/invitation"


@pytest.mark.parametrize(
    ("email", "role", "organisation"),
    [
        ("bukan-alamat", "coordinator", "Uji"),
        ("a@uji.example", "coordinator", "Tidak Ada"),
        ("a@uji.example", "donor", "Uji"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(email, role, organisation):
    OrganisationFactory.create(name="Uji")
    with pytest.raises(CommandError):
        call_command("invite", email, role, organisation, stdout=StringIO())
    assert not Membership.objects.exists()


def test_no_clash_is_no_news():
    MembershipFactory.create()
    call_command("list_role_clashes", stdout=StringIO())


def test_a_clash_made_behind_our_back_is_found():
    person = UserFactory.create()
    MembershipFactory.create(user=person, role="validator")
    MembershipFactory.create(user=person, role="principal", organisation__school=True)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("list_role_clashes", stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().strip() == f"person {person.pk}: principal, validator"


def test_an_account_is_closed_by_command():
    user = UserFactory.create()
    call_command("disable_user", user.email.upper(), stdout=StringIO())
    assert not User.objects.get(pk=user.pk).is_active
