"""People, the organisations they act for, and how they come in."""

from ksbb.accounts.models.api_token import ApiToken
from ksbb.accounts.models.factor_reset import FactorReset
from ksbb.accounts.models.people import Membership, MembershipQuerySet, Organisation, User
from ksbb.accounts.models.session import Session

__all__ = ["ApiToken", "FactorReset", "Membership", "MembershipQuerySet", "Organisation", "Session", "User"]
