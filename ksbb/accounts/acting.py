"""From a membership to an Actor, and from a thing to the people who must hear of it."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS, Role


def actor_of(membership: Membership) -> Actor:
    """The Actor of an active membership (two queries at most: organisation and its ground)."""
    organisation = membership.organisation
    codes = tuple(sorted(organisation.territories.values_list("code", flat=True)))
    return Actor(
        user_id=membership.user_id,
        organisation_id=organisation.pk,
        role=Role(membership.role),
        territory_codes=codes or ((organisation.region,) if organisation.region else ()),
        membership_id=membership.pk,
        name=membership.user.full_name,
        organisation_name=organisation.name,
    )


_ACTIVE = """
SELECT m.user_id, m.organisation_id, m.role FROM accounts_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
WHERE m.accepted_at IS NOT NULL AND (m.ends_on IS NULL OR m.ends_on > %s) AND m.organisation_id = ANY(%s)
"""


def people_of(organisation_id: int, permission: Permission) -> list[int]:
    """User ids of the organisation's active members whose role grants `permission`."""
    return people_of_each((organisation_id, permission))[0]


def people_of_each(*sides: tuple[int, Permission]) -> list[list[int]]:
    """`people_of` for several organisations, each with a permission of its own, in one query.

    By hand, since every promise asks; who is active is as in `Membership.objects.active()`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVE, [timezone.localdate(), [side for side, _permission in sides]])
        found = cursor.fetchall()
    return [
        sorted(
            {user for user, organisation, role in found if organisation == side and permission in GRANTS[Role(role)]}
        )
        for side, permission in sides
    ]


def everybody_who_may(permission: Permission) -> list[int]:
    """User ids of all active members whose role grants `permission`, in whatever organisation."""
    roles = [role for role, granted in GRANTS.items() if permission in granted]
    return sorted(set(Membership.objects.active().filter(role__in=roles).values_list("user_id", flat=True)))


def watchers_over(code: str, role: Role) -> list[int]:
    """User ids of the active holders of `role` whose ground holds the area `code`."""
    parts = code.split(".")
    above = [".".join(parts[: n + 1]) for n in range(len(parts))]
    members = Membership.objects.active().filter(role=role, organisation__territories__code__in=above)
    return sorted(set(members.values_list("user_id", flat=True)))
