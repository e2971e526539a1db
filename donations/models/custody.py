"""Who has a device: the numbers in custody, the list of lost and stolen ones, the school's loan book and its stock-takes."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from donations.models.device import Device
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models import Recipient
from schools.models import School


class DeviceNumber(models.Model):
    """Every IMEI (first or second) and serial number that a device in custody carries, once in the whole base.

    Kept by a trigger of the device's table, so that no way of writing a device passes it by. A serial number is only told
    apart within its brand: its value is "BRAND|NUMBER".
    """

    class Kind(models.TextChoices):
        IMEI = "imei", "IMEI"
        SERIAL = "serial", _("nomor seri")

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    value = models.CharField(max_length=130)

    class Meta:
        verbose_name = _("nomor gawai")
        verbose_name_plural = _("nomor gawai")
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="devicenumber_once"),
            one_of("kind", ["imei", "serial"], name="devicenumber_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} …{self.value[-4:]}"


class WantedDeviceQuerySet(models.QuerySet["WantedDevice"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.WANTED_KEEP):
            return self.none()
        return self.filter(Q(region="") | within("region", actor.oversees))


class WantedDevice(Dated):
    """A number of a lost or stolen device. Nothing that carries it can be recorded until the entry is lifted."""

    class Why(models.TextChoices):
        LOST = "lost", _("hilang")
        STOLEN = "stolen", _("dicuri")

    kind = models.CharField(max_length=6, choices=DeviceNumber.Kind.choices)
    value = models.CharField(max_length=130)
    why = models.CharField(max_length=6, choices=Why.choices)
    # Our own device, when it is one; otherwise who told of it.
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.PROTECT, related_name="wanted")
    source = models.CharField(_("sumber"), max_length=200, blank=True)
    region = models.CharField(max_length=13, blank=True)
    told_on = models.DateField(_("tanggal lapor"))
    told_by_id = models.BigIntegerField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by_id = models.BigIntegerField(null=True, blank=True)
    lifted_reason = models.CharField(max_length=300, blank=True)

    objects = WantedDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("gawai yang dicari")
        verbose_name_plural = _("gawai yang dicari")
        constraints = [
            one_of("kind", ["imei", "serial"], name="wanteddevice_kind_known"),
            one_of("why", ["lost", "stolen"], name="wanteddevice_why_known"),
            models.UniqueConstraint(
                fields=["kind", "value"], condition=Q(lifted_at__isnull=True), name="wanteddevice_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_reason=""), name="wanteddevice_lifted_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "-id"], opclasses=["varchar_pattern_ops", "int8_ops"], name="wanteddevice_region"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} …{self.value[-4:]}"

    @property
    def shown_value(self) -> str:
        """As a person reads it: a serial number with its brand before it."""
        return self.value.replace("|", " ", 1)


class LoanQuerySet(models.QuerySet["Loan"]):
    def visible_to(self, actor: Actor) -> Self:
        """The school's own book and officers over the ground who may read names."""
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        return self.filter(Q(school__organisation_id=actor.organisation_id) | within("region", actor.oversees))

    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)


class Loan(Dated):
    """A device of the school in a teacher's hands, from `lent_at` until `ended_at`. A device has at most one open loan."""

    class Ended(models.TextChoices):
        RETURNED = "returned", _("dikembalikan")
        REPAIR = "repair", _("dikembalikan untuk diperbaiki")
        LOST = "lost", _("hilang")
        PASSED_ON = "passed_on", _("dialihkan ke guru lain")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="loans")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="loans")
    region = models.CharField(max_length=13)
    borrower = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="loans")
    lent_at = models.DateTimeField()
    lent_by_id = models.BigIntegerField()
    due_on = models.DateField(_("harus kembali"))
    condition_out = models.CharField(_("keadaan saat dipinjamkan"), max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)
    ended_how = models.CharField(_("berakhir karena"), max_length=10, choices=Ended.choices, blank=True)
    condition_in = models.CharField(_("keadaan saat kembali"), max_length=200, blank=True)
    # Days before `due_on` (or minus days after it) of the last reminder.
    reminded_before = models.SmallIntegerField(null=True, blank=True)

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("pinjam pakai")
        verbose_name_plural = _("pinjam pakai")
        constraints = [
            models.UniqueConstraint(fields=["device"], condition=Q(ended_at__isnull=True), name="loan_one_open"),
            one_of("ended_how", ["returned", "repair", "lost", "passed_on", ""], name="loan_ended_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="")
                | Q(ended_at__isnull=False, ended_by_id__isnull=False) & ~Q(ended_how=""),
                name="loan_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("lent_at")), name="loan_ends_after"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "due_on", "id"], condition=Q(ended_at__isnull=True), name="loan_open"),
            models.Index(fields=["school", "-id"], name="loan_school"),
            models.Index(
                fields=["region", "due_on", "id"],
                opclasses=["varchar_pattern_ops", "date_ops", "int8_ops"],
                condition=Q(ended_at__isnull=True),
                name="loan_late",
            ),
        ]

    def __str__(self) -> str:
        return _("Pinjam pakai") + f" {self.public_id}"


class StockTakeQuerySet(models.QuerySet["StockTake"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.HANDOVER_VIEW):
            return self.none()
        return self.filter(Q(school__organisation_id=actor.organisation_id) | within("region", actor.oversees))


class StockTake(Dated):
    """The school counts its own devices by scanning their labels. Ended, it says what was found and what was not."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="stock_takes")
    region = models.CharField(max_length=13)
    started_at = models.DateTimeField()
    started_by_id = models.BigIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)
    expected = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    objects = StockTakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("hitung barang")
        verbose_name_plural = _("hitung barang")
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=Q(ended_at__isnull=True), name="stocktake_one_open")
        ]
        indexes = [models.Index(fields=["school", "-id"], name="stocktake_school")]

    def __str__(self) -> str:
        return _("Hitung barang") + f" {self.public_id}"


class StockTakeLine(models.Model):
    """One device that was seen, once however often it is scanned."""

    stock_take = models.ForeignKey(StockTake, on_delete=models.CASCADE, related_name="lines")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()
    seen_by_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("baris hitung barang")
        verbose_name_plural = _("baris hitung barang")
        constraints = [models.UniqueConstraint(fields=["stock_take", "device"], name="stocktakeline_once")]

    def __str__(self) -> str:
        return f"#{self.device_id}"
