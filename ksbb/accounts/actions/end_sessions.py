"""A person ends sessions of the own account: one, or all but this one."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from ksbb.accounts.models import Session, User
from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden
from ksbb.notifications.actions.forget_devices import forget_devices
from ksbb.notifications.models import PushDevice


@transaction.atomic
def end_sessions(*, user: User, actor: Actor, only: UUID | None = None, keep: str = "") -> int:
    """How many ended: the one with the public id `only`, else all but the one with the key `keep`."""
    if actor.user_id != user.pk:
        raise Forbidden("only the person")
    wanted = Session.objects.filter(user=user).exclude(session_key=keep)
    _tell_no_more(user, only, keep)
    ended, _by_table = (wanted.filter(public_id=only) if only else wanted).delete()
    if ended:
        trail.record("session.ended", user, actor=actor, sessions=ended)
    return ended


def _tell_no_more(user: User, only: UUID | None, keep: str) -> None:
    """The browsers of the sessions that end: of the one, or all but the one that stays."""
    devices = PushDevice.objects.filter(user_id=user.pk)
    if only is not None:
        ended = Session.objects.filter(user=user, public_id=only).exclude(session_key=keep).exists()
        forget_devices(user_id=user.pk, only=devices.filter(sign_in=only).values_list("pk", flat=True) if ended else ())
    else:
        here = Session.objects.filter(user=user, session_key=keep).values_list("public_id", flat=True)
        forget_devices(user_id=user.pk, keep=devices.filter(sign_in__in=here).values_list("pk", flat=True))
