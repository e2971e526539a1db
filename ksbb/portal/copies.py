"""A copy of everything that the portal holds of somebody: rows, what was done with them, and who has read them.

copy = copy_of_person(recipient)        # or copy_of_account(user)
copy.tables, copy.acts, copy.changes, copy.reads, copy.left_out
copy.as_json()                          # bytes, UTF-8, for a file
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ksbb.accounts.models import User
from ksbb.audit.history import name_and_role
from ksbb.audit.models import Change, Event, Read
from ksbb.audit.words import sentence
from ksbb.audit.words_reads import SHOWN_ON
from ksbb.common import sealing
from ksbb.portal.copy_paths import ACCOUNT, HIDDEN, NOT_OF_ACCOUNT, NOT_OF_PERSON, ONLY, PERSON
from ksbb.portal.copy_words import LABELS, TITLES
from recipients.models import Consent, Recipient

# Of one kind of row, and of the trail: whoever has more is told so by `Table.more` and asks the office.
MOST = 2_000
_WATCHED = ("recipients_recipient", "recipients_circumstances")


@dataclass(frozen=True)
class Table:
    """One kind of row: its name for people, and each row as [(label, value)]; `more`: there are more than MOST."""

    title: str
    rows: list[list[tuple[str, str]]]
    more: bool = False


@dataclass(frozen=True)
class Line:
    """One act, change or reading: when, what, and in which role (never whose name)."""

    at: datetime
    what: str
    who: str = ""


@dataclass(frozen=True)
class Copy:
    """Everything of one person or account; `left_out` says what is not copied, and why."""

    made_at: datetime
    tables: list[Table]
    acts: list[Line]
    changes: list[Line]
    reads: list[Line]
    left_out: list[tuple[str, str]]

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=_plain).encode()


def copy_of_person(recipient: Recipient) -> Copy:
    """With the registrations at earlier schools: it is one person who asks. A few dozen statements, each by an index."""
    people = list(_chain(recipient))
    ids = [person.pk for person in people]
    tables, keys = _tables(PERSON, ids)
    return Copy(timezone.now(), tables, _acts(keys), _changes(ids), _reads(people), _left_out({**NOT_OF_PERSON}))


def copy_of_account(user: User) -> Copy:
    """What an account holds, what the person did, and what the person read."""
    tables, _keys = _tables(ACCOUNT, [user.pk])
    events = Event.objects.filter(user_id=user.pk).order_by("-id")[:MOST]
    reads = Read.objects.filter(user_id=user.pk).order_by("-id")[:MOST]
    acts = [Line(event.at, sentence(event.action, event.facts), name_and_role(event.role, "")) for event in events]
    return Copy(timezone.now(), tables, acts, [], [_reading(read) for read in reads], _left_out({**NOT_OF_ACCOUNT}))


def _chain(recipient: Recipient) -> Iterator[Recipient]:
    one: Recipient | None = recipient
    while one is not None:
        yield one
        one = one.origin


def _tables(paths: Mapping[str, tuple[str, ...]], ids: list[int]) -> tuple[list[Table], dict[str, list[int]]]:
    """The tables that have a row, and the keys of all rows by the model's name in the trail."""
    tables, keys = [], {}
    for label, ways in paths.items():
        model = apps.get_model(label)
        rows = list(_rows(model, ways, ids))
        keys[model._meta.label_lower] = [row.pk for row in rows]
        if rows:
            told = [[*_told(row, label)] for row in rows[:MOST]]
            tables.append(Table(str(TITLES[label]), [row for row in told if row], more=len(rows) > MOST))
    return tables, keys


def _rows(model: type[models.Model], ways: tuple[str, ...], ids: list[int]) -> Iterable[models.Model]:
    wanted = Q(pk__in=[])
    for way in ways:
        wanted |= Q(**{f"{way}__in": ids})
    found = model._default_manager.filter(wanted)
    if model._meta.label == "imports.ImportRow":
        # Its index begins with the run: those of the schools concerned.
        schools = Recipient.objects.filter(pk__in=ids).values("school__organisation")
        found = found.filter(run__organisation__in=schools)
    return found.distinct().order_by("pk")[: MOST + 1]


def columns_of(label: str) -> list[Any]:
    """The columns of a model that a copy shows, in their order: all of its own but keys to other rows and what is hidden."""
    fields = apps.get_model(label)._meta.local_concrete_fields
    only = ONLY.get(label)
    return [
        field
        for field in fields
        if not field.is_relation
        and field.name not in HIDDEN
        and not field.name.endswith("_by_id")
        and (only is None or field.name in only)
    ]


def label_of(label: str, field: Any) -> str:
    """What a column is called: its own words, or those of `copy_words.LABELS`."""
    own = LABELS.get(f"{label}.{field.name}") or LABELS.get(field.name)
    return capfirst(str(own if own is not None else field.verbose_name))


def _told(row: models.Model, label: str) -> Iterator[tuple[str, str]]:
    for field in columns_of(label):
        value = _value(row, field)
        if value not in ("", None):
            yield label_of(label, field), value


def _value(row: models.Model, field: Any) -> str:
    value = getattr(row, field.name)
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(field, models.BinaryField):
        return _opened(value)
    if isinstance(field, models.FileField):
        return str(_("ada berkasnya; dapat dilihat di sekolah"))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return _plain(value)


def _opened(value: bytes | memoryview) -> str:
    if not bytes(value):
        return ""
    try:
        return sealing.unseal(value)
    except sealing.CannotOpen:
        return str(_("tersandi"))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(_("Ya") if value else _("Tidak"))
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        purposes = dict(Consent.Purpose.choices)
        return ", ".join(str(purposes.get(one, one)) for one in value)
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value) if isinstance(value, str | int | float | Decimal | Promise) else str(value)


def _acts(keys: dict[str, list[int]]) -> list[Line]:
    """What was done to any of the rows; one statement by the index of the trail."""
    wanted = Q(pk__in=[])
    for thing, ids in keys.items():
        if ids:
            wanted |= Q(thing=thing, thing_id__in=ids)
    events = Event.objects.filter(wanted).order_by("-id")[:MOST]
    return [Line(event.at, sentence(event.action, event.facts), name_and_role(event.role, "")) for event in events]


def _changes(ids: list[int]) -> list[Line]:
    """Which columns were written when, also past the portal: the database's own history."""
    changes = Change.objects.filter(table__in=_WATCHED, row_id__in=ids, operation=Change.Operation.UPDATE)
    return [
        Line(change.at, ", ".join(sorted(_column_words(change.columns)))) for change in changes.order_by("-id")[:MOST]
    ]


def _column_words(columns: Iterable[str]) -> set[str]:
    return {str(LABELS.get(column, _("hal lain"))) for column in columns}


def _reads(people: list[Recipient]) -> list[Line]:
    """Who was shown these people: role and page. Readings of the areas that hold them, by the index of areas."""
    areas, wanted = {""}, Q(pk__in=[])
    for person in people:
        parts = person.region.split(".")
        areas |= {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
        wanted |= Q(people__contains=[person.pk])
    reads = Read.objects.filter(wanted, region__in=sorted(areas)).order_by("-id")[:MOST]
    return [_reading(read) for read in reads]


def _reading(read: Read) -> Line:
    return Line(read.at, str(SHOWN_ON.get(read.page, read.get_kind_display())), name_and_role(read.role, ""))


def _left_out(why: Mapping[str, str | Promise]) -> list[tuple[str, str]]:
    return [(str(TITLES.get(label, label)), str(reason)) for label, reason in why.items()]
