"""What the operators have decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.audit.models import append_only


class SwitchChange(models.Model):
    """Somebody turned a feature on or off, and why. The reason is for the operators; it names nobody."""

    switch = models.CharField(max_length=40)
    is_on = models.BooleanField()
    reason = models.CharField(max_length=300)
    changed_by = models.BigIntegerField()
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("perubahan sakelar")
        verbose_name_plural = _("perubahan sakelar")
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.switch} {'on' if self.is_on else 'off'}"


class Checkup(models.Model):
    """One run of something that is done on a schedule, and how it ended.

    `told` are lines for operators: names of checks, public ids, names of failures; never a person's name or number. `marks` is what
    the next run or the page needs: {"full": true, "seals": {"event": 17}} of the trail, {"until": "2027-01-31T…"} of a certificate.
    A run without `ended_at` was cut off, or is at work.
    """

    class Kind(models.TextChoices):
        CHECK_DATA = "check_data", _("Pemeriksaan angka dan data")
        VERIFY_TRAIL = "verify_trail", _("Pemeriksaan jejak")
        BACKUP = "backup", _("Cadangan")
        CERTIFICATE = "certificate", _("Sertifikat alamat")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_good = models.BooleanField(default=False)
    findings = models.IntegerField(default=0)
    told = models.TextField(blank=True)
    marks = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("pemeriksaan terjadwal")
        verbose_name_plural = _("pemeriksaan terjadwal")
        constraints = [
            models.CheckConstraint(name="checkup_good_ended", condition=Q(is_good=False) | Q(ended_at__isnull=False))
        ]
        indexes = [models.Index(fields=["kind", "-id"], name="checkup_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.began_at:%Y-%m-%d}"


class Alarm(models.Model):
    """One event: something was not as it should be, from when to when. `key` names the rule (alarms.py), `value` what was seen."""

    key = models.CharField(max_length=60)
    value = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarm")
        constraints = [models.UniqueConstraint(name="alarm_once", fields=["key"], condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return self.key
