"""Everything that happened to a thing and to what belongs to it, page by page, as far as the reader may see.

    page = timeline_of({"donations.pledge": [7], "donations.handover": [3, 4]}, actor, after=cursor, fields=FIELDS)
    page.entries, page.after

Newest first. Each act is told in its sentence; below it which columns changed with it, from the database's own history of fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ksbb.audit.audience import readable_by
from ksbb.audit.history import may_know, names_of, who
from ksbb.audit.models import Change, Event
from ksbb.audit.words import THINGS, sentence
from ksbb.authority.actors import Actor
from ksbb.common.paging import page_of

SIZE = 25
# Keys of the rows by the thing's name in the trail.
Things = Mapping[str, Sequence[int]]
# Table → column → what people call it; only these are told of.
Fields = Mapping[str, Mapping[str, str | Promise]]


@dataclass(frozen=True)
class Entry:
    """As `components/timeline.html` shows it; `text`: what it was about, and what changed."""

    at: datetime
    title: str
    text: str
    who: str


@dataclass(frozen=True)
class Timeline:
    entries: list[Entry]
    after: str


def timeline_of(things: Things, actor: Actor, *, after: str = "", fields: Fields | None = None) -> Timeline:
    """Three statements, for any number of acts. The caller has found the things with `visible_to`.

    Changed columns are told without their values, to whoever does not only give.
    """
    wanted = Q(pk__in=[])
    for thing, keys in things.items():
        if keys:
            wanted |= Q(thing=thing, thing_id__in=list(keys))
    page = page_of(Event.objects.filter(wanted, readable_by(actor)), "-id", after=after, size=SIZE)
    changed = _changed(page.rows, things, fields or {})
    names = names_of(event.user_id for event in page.rows if may_know(event, actor))
    first = next(iter(things), "")
    return Timeline([_entry(event, first, changed, names) for event in page.rows], page.after)


def _entry(event: Event, first: str, changed: Mapping[int | None, set[str]], names: dict[int, str]) -> Entry:
    about = "" if event.thing == first else str(THINGS.get(event.thing, ""))
    columns = sorted(changed.get(event.tx, ()))
    told = _("Yang berubah: %(columns)s") % {"columns": ", ".join(columns)} if columns else ""
    return Entry(
        event.at, sentence(event.action, event.facts), " · ".join(filter(None, [about, told])), who(event, names)
    )


def _changed(events: Sequence[Event], things: Things, fields: Fields) -> dict[int | None, set[str]]:
    """Transaction → what changed in it, of the rows of the timeline."""
    found: dict[int | None, set[str]] = defaultdict(set)
    numbers = [event.tx for event in events if event.tx]
    rows = Q(pk__in=[])
    for table in fields:
        app, model = table.split("_", 1)
        rows |= Q(table=table, row_id__in=list(things.get(f"{app}.{model}", ())))
    if not numbers or not fields:
        return found
    updates = Change.objects.filter(rows, tx__in=numbers, operation=Change.Operation.UPDATE)
    for number, table, columns in updates.values_list("tx", "table", "columns"):
        found[number] |= {str(fields[table][column]) for column in columns if column in fields[table]}
    return found
