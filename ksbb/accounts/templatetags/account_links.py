"""Links with a secret, for the letters: made while the letter is written."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django import template
from django.conf import settings
from django.urls import reverse

from ksbb.accounts.invitations import VALID_FOR, token_of
from ksbb.accounts.models import Membership, User
from ksbb.accounts.sign_in_codes import code_of

register = template.Library()


@dataclass(frozen=True)
class Invitation:
    """What the letter says of a membership."""

    role: str
    organisation: str
    days: int
    membership: Membership

    @property
    def link(self) -> str:
        return _absolute("accounts:invitation_accept", token=token_of(self.membership))


def _absolute(name: str, **kwargs: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, kwargs=kwargs)}"


@register.simple_tag
def membership_of(public_id: str) -> Invitation:
    """`{% membership_of membership as invitation %}`: role, organisation, days and, when asked for, the link."""
    membership = Membership.objects.select_related("organisation").get(public_id=UUID(public_id))
    return Invitation(membership.get_role_display(), membership.organisation.name, VALID_FOR.days, membership)


@register.simple_tag
def confirmation_link(user_id: int) -> str:
    """Where the person confirms the address."""
    address = EmailAddress.objects.filter(user_id=user_id).order_by("-primary", "pk")[0]
    return _absolute("account_confirm_email", key=EmailConfirmationHMAC(address).key)


@register.simple_tag
def reset_link(user_id: int) -> str:
    """Where the person sets a new password."""
    user = User.objects.get(pk=user_id)
    key = default_token_generator.make_token(user)
    return _absolute("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=key)


@register.simple_tag
def sign_in_code(number: str) -> str:
    """The six digits, in two groups to be read aloud."""
    digits = code_of(number)
    return f"{digits[:3]} {digits[3:]}"
