"""What an eligible person needs, and the counts per school that every public figure is summed from."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models.draw import Draw
from recipients.models.recipient import Recipient
from recipients.states import NeedState
from schools.models import School


class NeedClass(models.TextChoices):
    """A pupil takes tablet, phone or laptop; a teacher laptop or PC (design, section 4)."""

    STUDENT_DEVICE = "student_device", _("Gawai murid")
    TEACHER_COMPUTER = "teacher_computer", _("Komputer guru")


# Behind every drawn lot, which is below 2^60.
NO_LOT = 2**62


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, actor: Actor) -> Self:
        """Named needs are for the own school and the officers over its ground; donors and the public see tallies."""
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        return self.filter(Q(school__organisation_id=actor.organisation_id) | within("region", actor.oversees))

    def open(self) -> Self:
        return self.filter(state=NeedState.OPEN)


COUNTED = (NeedState.OPEN, NeedState.RESERVED, NeedState.DELIVERED, NeedState.MET)


def _log_of(rows: dict[str, str]) -> str:
    """The trigger's body: plus one for each new row, minus one for each old row, summed per school and class."""
    parts = [
        f"SELECT school_id, need_class, region, state, {sign} AS n FROM {rows[which]}"  # noqa: S608 - names of ours only
        for which, sign in (("old", -1), ("new", 1))
        if which in rows
    ]
    sums = ", ".join(f"COALESCE(SUM(n) FILTER (WHERE state = '{state}'), 0)" for state in COUNTED)
    return (
        f"INSERT INTO recipients_needdelta (school_id, need_class, region, {', '.join(COUNTED)}) "  # noqa: S608
        f"SELECT school_id, need_class, region, {sums} FROM ({' UNION ALL '.join(parts)}) AS changed "
        "GROUP BY school_id, need_class, region; RETURN NULL;"
    )


class Need(Dated):
    """One eligible person's need of one device. Where an open need stands in line follows from the person's verdict, the turn
    of the household and the draw: recipients/ranking.py."""

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="needs")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="needs")
    region = models.CharField(max_length=13)
    need_class = models.CharField(max_length=16, choices=NeedClass.choices)
    # The place key (recipients/ranking.py) at the moment of the promise, which later criteria do not change; none before.
    promised_rank = models.SmallIntegerField(null=True, blank=True, editable=False)
    # 0 for the first of a household in line, 1 for the second …: one device reaches a household before a second does.
    turn = models.PositiveSmallIntegerField(default=0)
    # The place that the published draw gave among equal ranks; who came after the draw stands behind.
    lot = models.BigIntegerField(default=NO_LOT)
    # The draw that gave the lot: where to look it up. That it did is proven by its seed, not by this.
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=NeedState.choices, default=NeedState.OPEN)
    reserved_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kebutuhan")
        verbose_name_plural = _("kebutuhan")
        constraints = [
            state_known(NeedState.values, name="need_state_known"),
            one_of("need_class", ["student_device", "teacher_computer"], name="need_class_known"),
            models.UniqueConstraint(fields=["recipient"], condition=~Q(state="closed"), name="need_one_per_person"),
            stamped_when(["reserved", "delivered", "met"], "reserved_at", name="need_reserved_stamp"),
            stamped_when(["delivered", "met"], "delivered_at", name="need_delivered_stamp"),
            stamped_when(NeedState.MET, "met_at", name="need_met_stamp"),
            stamped_when(NeedState.CLOSED, "closed_at", name="need_closed_stamp"),
        ]
        indexes = [
            # The needs of a school that a pledge chooses from.
            models.Index(fields=["school", "need_class"], condition=Q(state="open"), name="need_queue"),
            models.Index(fields=["region", "id"], name="need_region"),
            # The tickets of a draw in the order of their lots.
            models.Index(fields=["draw", "lot"], condition=Q(draw__isnull=False), name="need_drawn"),
        ]
        triggers = [
            # The counts follow every path that changes a need, also bulk work and SQL by hand: the database itself writes what
            # changed into a log (NeedDelta), which locks nothing; actions/fold_tallies.py folds the log into NeedTally.
            pgtrigger.Trigger(
                name=name,
                when=pgtrigger.After,
                operation=operation,
                level=pgtrigger.Statement,
                referencing=pgtrigger.Referencing(**referencing),  # type: ignore[no-untyped-call]
                func=_log_of(referencing),
            )
            for name, operation, referencing in (
                ("log_insert", pgtrigger.Insert, {"new": "new_rows"}),
                ("log_update", pgtrigger.Update, {"old": "old_rows", "new": "new_rows"}),
                ("log_delete", pgtrigger.Delete, {"old": "old_rows"}),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_need_class_display()} {self.public_id}"


class Counts(models.Model):
    """How many needs of a school and class stand in each state. needed = open + reserved + delivered + met."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    need_class = models.CharField(max_length=16, choices=NeedClass.choices)
    region = models.CharField(max_length=13)
    open = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    delivered = models.IntegerField(default=0)
    met = models.IntegerField(default=0)

    class Meta:
        abstract = True


class NeedDelta(Counts):
    """What one statement changed; written by the triggers of Need only."""

    class Meta:
        verbose_name = _("perubahan hitungan")
        verbose_name_plural = _("perubahan hitungan")
        indexes = [models.Index(fields=["school", "need_class"], name="needdelta_school")]

    def __str__(self) -> str:
        return f"#{self.school_id} {self.need_class}"


class NeedTally(Counts):
    """The folded counts of one school and class. A reader adds the log's rest: see recipients/statistics.py."""

    # For lists that begin with the largest need or the largest unmet share (per mille): ascending keys, so minus.
    minus_open = models.GeneratedField(expression=-F("open"), output_field=models.IntegerField(), db_persist=True)
    minus_unmet = models.GeneratedField(
        expression=Case(
            When(open__lte=0, then=Value(0)),
            default=-F("open") * 1000 / (F("open") + F("reserved") + F("delivered") + F("met")),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    # The smallest place key (recipients/ranking.py) among the open needs: what orders the public list (32767: none open).
    top_rank = models.SmallIntegerField(default=32767)

    class Meta:
        verbose_name = _("hitungan kebutuhan")
        verbose_name_plural = _("hitungan kebutuhan")
        constraints = [
            models.UniqueConstraint(fields=["school", "need_class"], name="needtally_once"),
            models.CheckConstraint(
                condition=Q(open__gte=0, reserved__gte=0, delivered__gte=0, met__gte=0), name="needtally_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["top_rank", "id"], condition=Q(open__gt=0), name="needtally_browse"),
            models.Index(fields=["minus_open", "id"], condition=Q(open__gt=0), name="needtally_largest"),
            # The largest school needs few teachers' computers beside its pupils' devices, so each class has its own.
            models.Index(
                fields=["need_class", "minus_open", "id"], condition=Q(open__gt=0), name="needtally_largest_of_class"
            ),
            models.Index(fields=["minus_unmet", "id"], condition=Q(open__gt=0), name="needtally_least_met"),
            models.Index(fields=["region"], opclasses=["varchar_pattern_ops"], name="needtally_region"),
        ]

    def __str__(self) -> str:
        return f"#{self.school_id} {self.need_class}"
