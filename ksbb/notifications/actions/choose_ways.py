"""A person chooses by which way each group of messages comes, and when the telephone stays quiet."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.kinds import Group, Way, kinds_of, ways_for
from ksbb.notifications.models import Choice, Contact, Message
from ksbb.notifications.reaching import channels_of
from ksbb.notifications.states import MessageState


@transaction.atomic
def choose_ways(*, actor: Actor, ways: Mapping[Group, Way], quiet: tuple[int, int] | None = None) -> None:
    """`ways` for some of the groups; `quiet`: from and until, whole hours. Raises Refused for a way the person cannot take.

    What waited for a digest that is no longer wanted goes out.
    """
    if actor.user_id is None:
        raise Forbidden("nobody's choice")
    contact, _new = Contact.objects.select_for_update(no_key=True).get_or_create(user_id=actor.user_id)
    reachable = channels_of(contact)
    for group, way in ways.items():
        if way not in ways_for(group, reachable):
            raise Refused(_("Cara itu tidak tersedia untuk “%(group)s”.") % {"group": group.label})
        Choice.objects.update_or_create(user_id=actor.user_id, group=group, defaults={"way": way})
        release(actor.user_id, group, but=way)
    if quiet is not None:
        contact.quiet_from, contact.quiet_until = quiet
        contact.save(update_fields=["quiet_from", "quiet_until", "updated_at"])


def release(user_id: int, group: Group, *, but: Way) -> int:
    """What this person's digests other than `but` hold of the group is due now."""
    held = Message.objects.filter(to_user_id=user_id, state=MessageState.HELD, kind__in=kinds_of(group))
    now = timezone.now()
    return held.exclude(held_for=but).update(state=MessageState.QUEUED, held_for="", next_try_at=now, updated_at=now)
