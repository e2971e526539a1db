"""How the counts of a school stood at the end of a day: what the small chart on a school's page is drawn from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from recipients.models.need import Counts


class NeedDay(Counts):
    """One row for each day on which a count of the school and class changed; a day without a row is as the day before."""

    day = models.DateField()

    class Meta:
        verbose_name = _("hitungan harian")
        verbose_name_plural = _("hitungan harian")
        constraints = [
            models.UniqueConstraint(fields=["school", "need_class", "day"], name="needday_once"),
            models.CheckConstraint(
                condition=Q(open__gte=0, reserved__gte=0, delivered__gte=0, met__gte=0), name="needday_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "day"], opclasses=["varchar_pattern_ops", "date_ops"], name="needday_region")
        ]

    def __str__(self) -> str:
        return f"#{self.school_id} {self.need_class} {self.day}"
