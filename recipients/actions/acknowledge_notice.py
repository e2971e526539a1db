"""Somebody says that they have read the privacy notice: from now on they may enter people."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.audit import trail
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden
from recipients.models import NoticeSeen
from recipients.policies import NOTICE_EDITION


@transaction.atomic
def acknowledge_notice(*, actor: Actor) -> NoticeSeen:
    """The edition in force, once per person and edition; a second press changes nothing."""
    actor.must(Permission.RECIPIENT_REGISTER)
    if actor.user_id is None:
        raise Forbidden("only a person reads")
    seen, is_new = NoticeSeen.objects.get_or_create(
        user_id=actor.user_id, edition=NOTICE_EDITION, defaults={"seen_at": timezone.now()}
    )
    if is_new:
        trail.record("notice.read", seen, actor=actor, edition=NOTICE_EDITION)
    return seen
