"""Every role has its grants, and the tables of roles agree with each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from ksbb.accounts.models import Organisation
from ksbb.accounts.policies import ROLES_IN
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS, INCOMPATIBLE, MAY_INVITE, SUBMITTERS, Role

MEMBERS = [role for role in Role if role not in (Role.VISITOR, Role.SYSTEM)]
# Given to no role: the operators' commands use them, as SYSTEM.
OPERATORS_ONLY = {Permission.USER_DISABLE}


def test_every_role_stands_in_the_table():
    assert set(GRANTS) == set(Role)


@pytest.mark.parametrize("role", MEMBERS)
def test_every_role_of_a_member_may_something(role):
    assert GRANTS[role]


def test_a_visitor_may_only_become_a_donor_and_the_system_everything():
    assert GRANTS[Role.VISITOR] == {Permission.DONOR_REGISTER}
    assert GRANTS[Role.SYSTEM] == frozenset(Permission)


def test_every_permission_is_given_to_somebody():
    given = frozenset().union(*(GRANTS[role] for role in [*MEMBERS, Role.VISITOR]))
    assert set(Permission) - given == OPERATORS_ONLY


def test_what_excludes_is_excluded():
    assert all(role in INCOMPATIBLE[other] for role, others in INCOMPATIBLE.items() for other in others)


def test_no_role_excludes_itself():
    assert all(role not in others for role, others in INCOMPATIBLE.items())


def test_nobody_who_submits_verifies():
    assert INCOMPATIBLE[Role.VALIDATOR] >= SUBMITTERS
    assert {role for role in MEMBERS if Permission.REPORT_SUBMIT in GRANTS[role]} <= SUBMITTERS
    assert {role for role in MEMBERS if Permission.REPORT_VERIFY in GRANTS[role]} == {Role.VALIDATOR}


def test_no_role_both_submits_and_verifies():
    assert all(not {Permission.REPORT_SUBMIT, Permission.REPORT_VERIFY} <= GRANTS[role] for role in MEMBERS)


def test_who_may_invite_has_roles_to_give_and_the_other_way_round():
    assert set(MAY_INVITE) == {role for role in MEMBERS if Permission.MEMBER_INVITE in GRANTS[role]}


def test_every_role_has_a_home():
    assert set(ROLES_IN) == set(Organisation.Kind.values)
    assert sorted(role for roles in ROLES_IN.values() for role in roles) == sorted(MEMBERS)


def test_every_permission_named_in_a_template_exists():
    named = {
        (path.name, name)
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for name in re.findall(r'\|may:"([^"]+)"', path.read_text())
    }
    assert {(page, name) for page, name in named if name not in set(Permission)} == set()


def test_no_template_asks_for_the_name_of_a_role():
    asked = [
        path.name
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if re.search(r"{%[^%]*\bif\b[^%]*\.role\s*[!=]=", path.read_text())
    ]
    assert asked == []
