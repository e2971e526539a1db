"""A donor lets the own Google account open the own account here."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from ksbb.accounts import google
from ksbb.accounts.letters import SECURITY
from ksbb.accounts.models import User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.notifications import outbox


@transaction.atomic
def connect_google(*, uid: str, actor: Actor) -> SocialAccount:
    """`uid`: Google's number of the account. One on each side; Forbidden for whoever holds a role besides a donor's."""
    user = User.objects.select_for_update(no_key=True).filter(pk=actor.user_id or 0, is_active=True).first()
    if user is None or actor.viewer_id or not google.is_for(user):
        raise Forbidden("donors only")
    refuse_if(_why_not(user, uid))
    account = SocialAccount.objects.create(user=user, provider=google.PROVIDER, uid=uid)
    trail.record("google.connected", user, actor=actor)
    outbox.post(SECURITY, to=[user.pk], change="google_connected")
    return account


def _why_not(user: User, uid: str) -> str | None:
    taken = SocialAccount.objects.filter(provider=google.PROVIDER, uid=uid).first()
    if taken is not None and taken.user_id != user.pk:
        return _("Akun Google itu sudah tersambung dengan akun lain di portal ini.")
    if taken is not None or google.connected(user.pk):
        return _("Akun Anda sudah tersambung dengan Google. Lepas dahulu bila ingin memakai akun Google lain.")
    return None
