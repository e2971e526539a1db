"""Everything of an account that says who somebody is or lets somebody in goes; what the person did stays in the trail."""

from __future__ import annotations

from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ksbb.accounts import sessions
from ksbb.accounts.models import ApiToken, Membership, User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from ksbb.notifications.models import Choice, Contact, Message, PushDevice

# No letter can be sent there (RFC 2606), and no two accounts share it.
NOWHERE = "dihapus-{}@dihapus.invalid"


@transaction.atomic
def forget_account(*, user: User, actor: Actor, keeps_name: bool) -> User:
    """By the person, or by whoever answers for accounts. Cannot be undone; callers have checked why not.

    `keeps_name`: whoever acted for an office stays named in what was decided there (UU 27/2022 art. 15 (1) c).
    """
    if actor.user_id != user.pk or actor.viewer_id:
        actor.must(Permission.REQUEST_ACCOUNT)
        if actor.viewer_id:
            raise Forbidden("who looks on as somebody else erases nothing")
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    today = timezone.localdate()
    live = Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), user=user)
    live.update(ends_on=today, updated_at=timezone.now())
    ApiToken.objects.filter(membership__user=user).delete()
    for model in (EmailAddress, Authenticator, SocialAccount):
        model._default_manager.filter(user=user).delete()
    for own in (Contact, Choice, PushDevice):
        own._default_manager.filter(user_id=user.pk).delete()
    # A digest holds lines that point to it.
    Message.objects.filter(to_user_id=user.pk).update(digest=None)
    Message.objects.filter(to_user_id=user.pk).delete()
    sessions.end_all(user.pk)
    user.email = NOWHERE.format(uuid4().hex)
    user.full_name = user.full_name if keeps_name else ""
    user.person_digest, user.home_region, user.is_active, user.last_login = None, "", False, None
    user.set_unusable_password()
    user.save()
    trail.record("user.erased", user, actor=actor, keeps_name=keeps_name)
    return user
