"""The second pair of eyes: the lost factors are gone, and so is all that whoever found the telephone could still open."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ksbb.accounts import sessions
from ksbb.accounts.actions.disconnect_google import disconnect_google
from ksbb.accounts.models import ApiToken, FactorReset, Membership
from ksbb.accounts.reset_policies import why_not_confirm
from ksbb.audit import trail
from ksbb.authority.actors import SYSTEM, Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden, refuse_if
from ksbb.common.states import StaleState
from ksbb.notifications import outbox


@transaction.atomic
def confirm_factor_reset(*, reset: FactorReset, actor: Actor) -> FactorReset:
    """By another person who brings in people and sees this one; the operators' command is such another pair, never the first.

    Sessions end, keys of the API are revoked, a connected Google account is taken off. The password stays as it is: the person
    signs in with it and sets up a new factor before anything opens.
    """
    actor.must(Permission.MEMBER_INVITE)
    seen = Membership.objects.visible_to(actor).filter(pk=reset.membership_id).exists()
    if not (actor.is_system or seen):
        raise Forbidden("only who sees the person")
    refuse_if(why_not_confirm(reset, actor))
    waiting = FactorReset.objects.waiting().filter(pk=reset.pk)
    if waiting.update(confirmed_at=timezone.now(), confirmed_by_id=actor.user_id, updated_at=timezone.now()) != 1:
        raise StaleState(reset.pk)
    user_id = reset.membership.user_id
    Authenticator.objects.filter(user_id=user_id).delete()
    sessions.end_all(user_id)
    _revoke_keys(user_id, actor)
    disconnect_google(user=reset.membership.user, actor=SYSTEM)
    trail.record("factor.reset_confirmed", reset, actor=actor, person=user_id, opened_by=reset.opened_by_id)
    outbox.post("accounts/factor_reset_done", to=[user_id, reset.opened_by_id], path=reverse("account_login"))
    return reset


def _revoke_keys(user_id: int, actor: Actor) -> None:
    """Also those that the second person does not see: a key made in a session with the lost factor may be in wrong hands."""
    keys = ApiToken.objects.filter(membership__user_id=user_id, revoked_at=None).select_for_update(of=("self",))
    living = list(keys.select_related("membership__organisation").order_by("pk"))
    now = timezone.now()
    ApiToken.objects.filter(pk__in=[key.pk for key in living]).update(
        revoked_at=now, revoked_by_id=actor.user_id, updated_at=now
    )
    trail.record_many("token.revoked", living, actor=actor)
    if living:
        outbox.post("accounts/token_revoked", to=[user_id], path=reverse("accounts:token_list"))
