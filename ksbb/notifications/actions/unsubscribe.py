"""One click below a letter: no more of its kind by mail."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ksbb.notifications.actions.choose_ways import release
from ksbb.notifications.kinds import DIGEST, DIGESTS, Group, Way, group_of
from ksbb.notifications.models import Choice, Message


@transaction.atomic
def unsubscribe(*, message: Message) -> list[Group]:
    """The groups that are read in the portal alone from now on: the letter's own, or for a digest all that came in it.

    `message` comes from the signed link (ksbb.notifications.unsubscribing), which is the permission.
    """
    mine = Choice.objects.filter(user_id=message.to_user_id)
    if message.kind == DIGEST:
        groups = [Group(one) for one in mine.filter(way__in=DIGESTS).values_list("group", flat=True)]
        mine.filter(group__in=groups).update(way=Way.PORTAL, updated_at=timezone.now())
    else:
        groups = [group_of(message.kind)]
        Choice.objects.update_or_create(user_id=message.to_user_id, group=groups[0], defaults={"way": Way.PORTAL})
    for group in groups:
        release(message.to_user_id, group, but=Way.PORTAL)
    return groups
