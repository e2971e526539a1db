"""Who acts is a value, not a request."""

from __future__ import annotations

from dataclasses import dataclass

from ksbb.authority.permissions import Permission
from ksbb.authority.roles import GRANTS, READING, Role
from ksbb.common.refusals import Forbidden


@dataclass(frozen=True)
class Actor:
    """Who acts, in which role, for which organisation, over which ground.

    `user_id` is None for a visitor and for the system. `territory_codes` are the official codes of the organisation's ground;
    they give sight only to the roles that watch over ground (`oversees`).
    """

    user_id: int | None
    organisation_id: int | None
    role: Role
    territory_codes: tuple[str, ...] = ()
    membership_id: int | None = None
    name: str = ""
    organisation_name: str = ""
    # Support looks on as this person: who really looks. Such an actor reads and does nothing (promise 8).
    viewer_id: int | None = None
    # A key of the API acts as this person: which one, and all that its grants open. Never more than the role.
    key_id: int | None = None
    opened: frozenset[Permission] | None = None

    def may(self, permission: Permission) -> bool:
        if self.opened is not None and permission not in self.opened:
            return False
        return permission in GRANTS[self.role] and (self.viewer_id is None or permission in READING)

    def must(self, permission: Permission) -> None:
        """Raises Forbidden (403) when the role does not grant `permission`."""
        if not self.may(permission):
            raise Forbidden(f"{self.role} may not {permission}")

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_system(self) -> bool:
        return self.role == Role.SYSTEM

    @property
    def oversees(self) -> tuple[str, ...]:
        """The ground this actor watches over: official codes, empty for those who act for one school or gift only."""
        return self.territory_codes if self.role in _OVERSEERS else ()


_OVERSEERS = frozenset({Role.COORDINATOR, Role.CITY_SUPERVISOR, Role.DISTRICT_SUPERVISOR, Role.VALIDATOR, Role.AUDITOR})

VISITOR = Actor(user_id=None, organisation_id=None, role=Role.VISITOR)
SYSTEM = Actor(user_id=None, organisation_id=None, role=Role.SYSTEM)
