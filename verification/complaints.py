"""Whose turn a complaint is: levels, offices over the ground, and terms in working days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models import Membership, MembershipQuerySet, Organisation, User
from ksbb.authority.roles import Role
from ksbb.common.workdays import working_days_after
from schools.models import School
from verification.models.complaint import FIRST_FOR_DATA, LEVEL_OF, Complaint

LAST_LEVEL = 4
ROLE_AT: dict[int, Role] = {level: role for role, level in LEVEL_OF.items()}
LEVEL_NAMES: dict[int, str | Promise] = {
    1: _("pengawas kecamatan"),
    2: _("Suku Dinas Pendidikan"),
    3: _("Dinas Pendidikan"),
    4: _("Inspektorat"),
}
# Working days in which a level must answer.
TERMS: Mapping[int, int] = {1: 5, 2: 5, 3: 10, 4: 10}
SENSITIVE_TERM = 3
# Working days after an answer in which the person who complained may say that it does not help; then it is closed.
CONTEST_DAYS = 10

SENSITIVE = frozenset({Complaint.Category.FEE, Complaint.Category.SALE, Complaint.Category.ABUSE})


def term_of(level: int, is_sensitive: bool) -> int:
    """Working days."""
    return SENSITIVE_TERM if is_sensitive else TERMS[level]


def due_after(moment: datetime, days: int) -> datetime:
    """The end of the `days`-th working day after `moment`, by the clock of the province."""
    day = working_days_after(timezone.localdate(moment), days)
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def holders(region: str, level: int, school: School | None) -> MembershipQuerySet:
    """Active holders of the level's role whose ground holds `region`, without those who ever worked for `school`."""
    parts = region.split(".")
    above = [".".join(parts[: n + 1]) for n in range(len(parts))]
    ground = Q(organisation__territories__in=above) | Q(
        organisation__territories__isnull=True, organisation__region__in=above
    )
    found = Membership.objects.active().filter(ground, role=ROLE_AT[level])
    if school is None:
        return found
    theirs = User.objects.filter(
        memberships__organisation_id=school.organisation_id, memberships__accepted_at__isnull=False
    )
    digests = theirs.exclude(person_digest=None).values("person_digest")
    return found.exclude(user__in=theirs).exclude(user__person_digest__in=digests)


def office_for(region: str, level: int, school: School | None) -> Organisation | None:
    """The office of that level over that ground; the smallest ground when there are several. None: nobody sits there."""
    member = (
        holders(region, level, school)
        .order_by("-organisation__region", "organisation_id")
        .select_related("organisation")
        .first()
    )
    return member.organisation if member else None


def first_level(category: str, is_sensitive: bool) -> int:
    """Where a complaint begins, when somebody sits there."""
    if is_sensitive:
        return LAST_LEVEL
    return FIRST_FOR_DATA if category == Complaint.Category.DATA else 1


def turn(region: str, level: int, school: School | None) -> tuple[int, Organisation | None]:
    """`level`, or the next above it at which somebody sits; the last one when nobody does."""
    for reached in range(level, LAST_LEVEL + 1):
        if office := office_for(region, reached, school):
            return reached, office
    return LAST_LEVEL, None


def whom_to_tell(complaint: Complaint) -> list[int]:
    """User ids of those whose turn it is."""
    found = holders(complaint.region, complaint.level, complaint.school)
    return sorted(set(found.values_list("user_id", flat=True)))


def act(complaint: Complaint, verb: str) -> str:
    """The name under which the trail keeps it: that of a sensitive one is read by the auditor alone (EventQuerySet)."""
    return f"sensitive_complaint.{verb}" if complaint.is_sensitive else f"complaint.{verb}"
