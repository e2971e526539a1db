"""Who may go along to a handover: the Kasatlak of the kecamatan and the Suku Dinas over it. Reading only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ksbb.accounts.models import Membership
from ksbb.authority.roles import Role

ROLES = (Role.DISTRICT_SUPERVISOR, Role.CITY_SUPERVISOR)


@dataclass(frozen=True)
class Officer:
    """An officer in an office; `key` is the public id of that membership."""

    key: UUID
    user_id: int
    name: str
    office: str


def officers_over(region: str) -> list[Officer]:
    """Those whose office is over the place with the official code `region`, the nearest office first; each person once."""
    parts = region.split(".")
    above = [".".join(parts[: n + 1]) for n in range(len(parts))]
    members = Membership.objects.active().filter(role__in=ROLES, organisation__territories__code__in=above)
    rows = members.select_related("user", "organisation").distinct().order_by("organisation__name", "user__full_name")
    nearest_first = sorted(rows, key=lambda member: ROLES.index(Role(member.role)))
    found: dict[int, Officer] = {}
    for one in nearest_first:
        officer = Officer(one.public_id, one.user_id, one.user.full_name, one.organisation.name)
        found.setdefault(one.user_id, officer)
    return list(found.values())
