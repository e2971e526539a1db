"""The trail: who did what to which thing, when, and the seals upon it. The database refuses to change or delete any of it."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.territories.models import within

# Acts so named are on complaints that the auditor alone knows of.
SENSITIVE = "sensitive_complaint."


class TransactionNumber(models.Func):
    """The number of the transaction that writes, of 64 bits: what was written together carries the same one."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


def append_only() -> list[pgtrigger.Trigger]:
    """No row is changed or deleted, and the table is not emptied. `docs/operations.md` takes the privileges away as well."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'Cannot truncate % table', TG_TABLE_NAME;",
        ),
    ]


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own acts; with TRAIL_VIEW also all acts on the own ground, and those that belong to no ground (a donor's)."""
        own = Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        if actor.may(Permission.TRAIL_VIEW):
            ground = within("region", actor.oversees) | Q(region="")
            own |= ground if actor.may(Permission.COMPLAINT_SENSITIVE) else ground & ~Q(action__startswith=SENSITIVE)
        return self.filter(own)

    def about(self, thing: models.Model) -> Self:
        return self.filter(thing=thing._meta.label_lower, thing_id=thing.pk)


class Event(models.Model):
    """One act. `thing` and `thing_id` name a row of any table without a key to it: the trail outlives what it tells of.

    `facts` never hold personal data: states, counts, codes and public ids only. `tx` is the transaction of the act: whatever
    changed in it was changed by this person.
    """

    at = models.DateTimeField(auto_now_add=True)
    action = models.CharField(max_length=60)
    thing = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    user_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    region = models.CharField(max_length=13, blank=True)
    facts = models.JSONField(default=dict)
    tx = models.BigIntegerField(null=True, db_default=TransactionNumber())

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("jejak")
        verbose_name_plural = _("jejak")
        indexes = [
            models.Index(fields=["thing", "thing_id", "id"], name="event_thing"),
            models.Index(fields=["user_id", "-id"], name="event_user"),
            models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="event_ground"),
            models.Index(fields=["tx"], name="event_tx"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.action} {self.thing} {self.thing_id}"


class Seal(models.Model):
    """A run of entries of one book, closed for good (`seals.py` says how).

    `ids` are the entries in order and `leaves` their SHA-256, 32 bytes each; `digest` covers them and the seal before it, so
    that nothing earlier can change. `total` counts all entries up to and with this seal.
    """

    book = models.CharField(max_length=10)
    number = models.BigIntegerField()
    last_id = models.BigIntegerField()
    entries = models.IntegerField()
    total = models.BigIntegerField()
    ids = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("segel")
        verbose_name_plural = _("segel")
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="seal_number")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.book} {self.number}"


class DailyRoot(models.Model):
    """One number for the whole trail, published each day: whoever keeps it can tell later whether anything before changed.

    `heads` names for each book its newest seal at that moment: {"event": {"number": 7, "total": 120, "digest": "…"}}, digests
    as 64 hexadecimal digits.
    """

    day = models.DateField(unique=True)
    entries = models.BigIntegerField()
    heads = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("akar harian")
        verbose_name_plural = _("akar harian")
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.day} {self.digest}"


class ReadQuerySet(models.QuerySet["Read"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own reading; with TRAIL_VIEW also what was read of the own ground, and what lay over several grounds."""
        own = Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        if actor.may(Permission.TRAIL_VIEW):
            own |= within("region", actor.oversees) | Q(region="")
        return self.filter(own)


class Read(models.Model):
    """Somebody was shown people's data: which page, how many people, of which ground. Never what was shown.

    `people` are the numbers of the register's people, so that one can answer who has looked at one of them; beyond
    `reads.NAMED` of them only `count` is kept. `region` is the smallest area that holds them all, "" when there is none.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Halaman seseorang")
        LIST = "list", _("Daftar orang")
        EXPORT = "export", _("Unduhan daftar")
        IDENTITY = "identity", _("Nomor identitas")
        PAPER = "paper", _("Surat bernama")
        FILE = "file", _("Baris berkas unggahan")
        MEMBERS = "members", _("Daftar anggota")

    at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    page = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    people = ArrayField(models.BigIntegerField())
    user_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=30)
    region = models.CharField(max_length=13, blank=True)

    objects = ReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("bacaan")
        verbose_name_plural = _("bacaan")
        constraints = [models.CheckConstraint(name="read_of_somebody", condition=Q(count__gt=0))]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="read_user"),
            models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="read_ground"),
            models.Index(fields=["at"], name="read_at"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.page} {self.count}"


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(self, actor: Actor) -> Self:
        """With TRAIL_VIEW the own ground, and what belongs to none; complaints to those who may know of the sensitive ones."""
        if not actor.may(Permission.TRAIL_VIEW):
            return self.none()
        seen = self.filter(within("region", actor.oversees) | Q(region=""))
        return seen if actor.may(Permission.COMPLAINT_SENSITIVE) else seen.exclude(table="verification_complaint")


class Change(models.Model):
    """What a statement changed in a row, whichever way it came: the database's own triggers write it, nobody else.

    An insertion is one row for the whole statement (`row_id` the first key, `last_id` the last, `rows` how many). `columns` are
    all that changed; `values` holds [before, after] of those that are nobody's personal data. Who it was is told by the acts of
    the same transaction (`tx`); a change without an act was made past the portal, by `database_role`.
    """

    class Operation(models.TextChoices):
        INSERT = "I", _("ditambah")
        UPDATE = "U", _("diubah")
        DELETE = "D", _("dihapus")

    table = models.CharField(max_length=63)
    operation = models.CharField(max_length=1, choices=Operation.choices)
    row_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    rows = models.IntegerField()
    columns = ArrayField(models.CharField(max_length=63))
    values = models.JSONField()
    region = models.CharField(max_length=13, blank=True)
    at = models.DateTimeField()
    tx = models.BigIntegerField()
    database_role = models.CharField(max_length=63)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("perubahan")
        verbose_name_plural = _("perubahan")
        indexes = [
            models.Index(fields=["table", "row_id", "id"], name="change_row"),
            models.Index(fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="change_ground"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.operation} {self.table} {self.row_id}"
