"""How much a school may be promised, and whether it may receive now. Every change is kept with its reason."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models import NeedClass
from schools.models import School


class AllowanceQuerySet(models.QuerySet["Allowance"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own school's, and those of schools on the own ground."""
        if not actor.may(Permission.PLEDGE_VIEW):
            return self.none()
        return self.filter(Q(school__organisation_id=actor.organisation_id) | within("region", actor.oversees))


class Allowance(Dated):
    """The cap of one school and class: at most so many of its needs may be promised, on their way or met. No row: no cap."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="allowances")
    region = models.CharField(max_length=13)
    need_class = models.CharField(max_length=16, choices=NeedClass.choices)
    cap = models.PositiveIntegerField(_("batas"), null=True, blank=True)

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("batas sekolah")
        verbose_name_plural = _("batas sekolah")
        constraints = [models.UniqueConstraint(fields=["school", "need_class"], name="allowance_once")]
        indexes = [
            models.Index(
                fields=["region", "id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="allowance_region"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.school_id} {self.need_class}: {self.cap}"


class GateQuerySet(models.QuerySet["Gate"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own school's, and those of schools on the own ground."""
        if not actor.may(Permission.PLEDGE_VIEW):
            return self.none()
        return self.filter(Q(school__organisation_id=actor.organisation_id) | within("region", actor.oversees))


class Gate(Dated):
    """Whether a school may be promised anything now, apart from how much: late with its reports, it waits. No row: open."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="gate")
    region = models.CharField(max_length=13)
    is_open = models.BooleanField(default=True)
    # Closed because reports are late, so that it opens by itself when they are in; never so when a person closed it.
    is_automatic = models.BooleanField(default=False)
    reason = models.CharField(_("alasan"), max_length=300, blank=True)

    objects = GateQuerySet.as_manager()

    class Meta:
        verbose_name = _("pintu terima")
        verbose_name_plural = _("pintu terima")
        indexes = [
            models.Index(
                fields=["region", "id"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                condition=Q(is_open=False),
                name="gate_closed",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.school_id}: {self.is_open}"


class AllowanceChange(models.Model):
    """What changed, from what to what, why and by whom; by hand or by a file, where more may be asked than was applied."""

    class Kind(models.TextChoices):
        CAP = "cap", _("batas")
        GATE = "gate", _("pintu")

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="allowance_changes")
    region = models.CharField(max_length=13)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    need_class = models.CharField(max_length=16, choices=NeedClass.choices, blank=True)
    # Caps as numbers (none: no cap); a gate as 1 (open) and 0.
    before = models.IntegerField(null=True, blank=True)
    asked = models.IntegerField(null=True, blank=True)
    after = models.IntegerField(null=True, blank=True)
    reason = models.CharField(_("alasan"), max_length=300)
    import_run_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("perubahan batas")
        verbose_name_plural = _("perubahan batas")
        constraints = [one_of("kind", ["cap", "gate"], name="allowancechange_kind_known")]
        indexes = [
            models.Index(fields=["school", "-id"], name="allowancechange_school"),
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="allowancechange_region"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"#{self.school_id} {self.kind}: {self.before} → {self.after}"
