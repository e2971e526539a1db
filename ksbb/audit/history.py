"""The trail of a thing as a timeline for its page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from ksbb.audit.audience import readable_by
from ksbb.audit.models import Event
from ksbb.audit.words import sentence
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role

# A thing has a dozen acts; whoever has more shows the newest.
LONGEST = 100


@dataclass(frozen=True)
class Entry:
    """One act as `components/timeline.html` shows it."""

    at: datetime
    title: str
    who: str


def history_of(things: models.Model | Sequence[models.Model], actor: Actor) -> list[Entry]:
    """What happened to one thing, or to several in one line of time, oldest first (two queries).

    The caller has found the things with `visible_to`. Names are for the own organisation and for those who read the trail;
    others read the role. Of the acts those that the reader may know of (`audience.py`).
    """
    wanted = Q(pk__in=[])
    for thing in [things] if isinstance(things, models.Model) else things:
        wanted |= Q(thing=thing._meta.label_lower, thing_id=thing.pk)
    events = list(Event.objects.filter(wanted, readable_by(actor)).order_by("-id")[:LONGEST])
    names = names_of(event.user_id for event in events if may_know(event, actor))
    return [Entry(event.at, sentence(event.action, event.facts), who(event, names)) for event in reversed(events)]


def may_know(event: Event, actor: Actor) -> bool:
    """Whether the actor may read who it was."""
    ours = actor.organisation_id is not None and event.organisation_id == actor.organisation_id
    return ours or actor.may(Permission.TRAIL_VIEW) or (actor.user_id is not None and event.user_id == actor.user_id)


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Name by user id, in one query."""
    wanted = {user_id for user_id in user_ids if user_id}
    return dict(get_user_model()._default_manager.filter(pk__in=wanted).values_list("pk", "full_name"))


def who(event: Event, names: dict[int, str]) -> str:
    """The role, and the name where it is known."""
    return name_and_role(event.role, names.get(event.user_id or 0, ""))


def name_and_role(code: str, name: str) -> str:
    role = str(Role(code).label) if code in Role.values else _("Tidak diketahui")
    return f"{name} · {role}" if name else role
