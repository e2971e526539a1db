"""Signing in by Google: for donors, while it is set up and switched on.

Whoever sees personal data of others never comes in by it (`why_not`, and the middleware for sessions that are older than a role).
Of Google's answer the number of the account is kept, and the name and address of a new person; no token, nothing else.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models import Membership, User
from ksbb.authority.roles import Role
from ksbb.common.switches import Switch, is_on
from ksbb.notifications import circuit

PROVIDER = "google"
# allauth's name of this way in, as it stands in the session.
METHOD = "socialaccount"
NOT_FOR_STAFF = _(
    "Akun petugas tidak dapat dimasuki dengan Google. Masuk dengan kata sandi, kunci sandi, atau kode lewat e-mail."
)


def is_open() -> bool:
    """Whether it is set up and on."""
    return bool(settings.GOOGLE_CLIENT_ID and settings.GOOGLE_CLIENT_SECRET) and is_on(Switch.GOOGLE_SIGN_IN)


def rests() -> bool:
    """Whether Google has not answered again and again, and is not asked for a while."""
    return circuit.rests_until(PROVIDER) is not None


def is_for(user: User) -> bool:
    """Donors only: no role anywhere but a donor's, also none that waits to be accepted; and not the platform's staff."""
    return not user.is_staff and not Membership.objects.live().filter(user=user).exclude(role=Role.DONOR).exists()


def connected(user_id: int) -> bool:
    return bool(SocialAccount.objects.filter(user_id=user_id, provider=PROVIDER).exists())


def is_taken(address: str) -> bool:
    """Whether the address is an account's here, confirmed or not."""
    theirs = User.objects.filter(email=address.lower()).exists()
    return theirs or EmailAddress.objects.filter(email__iexact=address).exists()


def came_by(request: HttpRequest) -> bool:
    """Whether this session was opened by Google. No query."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record.get("method") == METHOD for record in records)


def let_leave(response: HttpResponse) -> HttpResponse:
    """The page has a button that leads to Google: its policy allows that one way out, and only while the button is there."""
    if is_open():
        place = urlsplit(settings.GOOGLE_URLS["authorize"])
        response._csp_update = {"form-action": [f"{place.scheme}://{place.netloc}"]}  # type: ignore[attr-defined]
    return response
