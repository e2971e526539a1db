"""The second factor: who needs one, and whether this session has shown it (promise 13)."""

from __future__ import annotations

import time
from collections.abc import Iterable

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from ksbb.accounts.models import Membership, User
from ksbb.authority.roles import PERSONAL, Role

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def sees_people(user: User, memberships: Iterable[Membership]) -> bool:
    """Whether the person is staff: any of the roles shows personal data of others, or the technical site is open."""
    return user.is_staff or any(Role(membership.role) in PERSONAL for membership in memberships)


def is_staff_by_rows(user: User) -> bool:
    """`sees_people`, for those who have not asked for the memberships yet."""
    return sees_people(user, Membership.objects.active().filter(user=user))


def has_factor(user_id: int) -> bool:
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists())


def is_shown(request: HttpRequest) -> bool:
    """Whether this session was opened, or strengthened, with a second factor or a recovery code. No query."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record.get("method") == "mfa" for record in records)


def gave_now(request: HttpRequest, method: str) -> bool:
    """Whether this session got the password ("password") or a factor ("mfa") within the time that a password is good for."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    given = [record["at"] for record in records if record.get("method") == method]
    return bool(given) and time.time() - given[-1] < REAUTHENTICATION_TIMEOUT


def is_due(request: HttpRequest, *, staff: bool) -> bool:
    """Whether this session shows nothing of anybody until the second factor is there."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and staff and not is_shown(request)


def note_added(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_: object) -> None:
    """Receiver of `authenticator_added`: who has just set one up has it in the hand."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
