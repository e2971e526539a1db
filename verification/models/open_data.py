"""What was given out as open data, day by day."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class DataFile(models.Model):
    """One file of one day. It never changes: the database refuses an UPDATE; only its time may end."""

    day = models.DateField()
    name = models.CharField(max_length=40)
    media_type = models.CharField(max_length=40)
    body = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("berkas data terbuka")
        verbose_name_plural = _("berkas data terbuka")
        constraints = [models.UniqueConstraint(fields=["day", "name"], name="datafile_once")]
        triggers = [pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
