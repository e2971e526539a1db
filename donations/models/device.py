"""One device that can be held in a hand: what it is, whose it is, who has it."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.states import DeviceState
from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from schools.models import School


class DeviceType(models.TextChoices):
    PHONE = "phone", _("HP")
    TABLET = "tablet", _("Tablet")
    LAPTOP = "laptop", _("Laptop")
    PC = "pc", _("PC")


class Condition(models.TextChoices):
    NEW = "new", _("Baru")
    USED = "used", _("Bekas")


class Custody(models.TextChoices):
    OWNED = "owned", _("milik murid")
    LENT_BY_SCHOOL = "lent_by_school", _("milik sekolah, dipinjamkan")


class Grade(models.TextChoices):
    A = "A", _("A: seperti baru")
    B = "B", _("B: baik, ada bekas pakai")
    C = "C", _("C: layak, ada cacat kecil")


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, actor: Actor) -> Self:
        if not actor.may(Permission.HANDOVER_VIEW):
            return self.none()
        return self.filter(
            Q(stock_of_id=actor.organisation_id)
            | Q(allocation__line__pledge__donor__organisation_id=actor.organisation_id)
            | Q(allocation__line__pledge__school__organisation_id=actor.organisation_id)
            | within("region", actor.oversees)
        )


# In custody: not back with its giver, and not taken out before it was ever given.
_COUNTS = ~Q(state="returned") & (~Q(state="retired") | Q(handed_over_at__isnull=False))


# Every way of writing a device passes here, so that no number is in custody twice, as a first or as a second IMEI. Numbers are
# taken in one order: of two devices with the same two numbers the other way round one waits, instead of each for the other.
_NUMBERS = """
held := NEW.state <> 'returned' AND (NEW.state <> 'retired' OR NEW.handed_over_at IS NOT NULL);
IF TG_OP = 'UPDATE' THEN
    was_held := OLD.state <> 'returned' AND (OLD.state <> 'retired' OR OLD.handed_over_at IS NOT NULL);
    IF held = was_held AND (NEW.imei, NEW.imei2, NEW.serial_number, NEW.brand)
        IS NOT DISTINCT FROM (OLD.imei, OLD.imei2, OLD.serial_number, OLD.brand) THEN
        RETURN NEW;
    END IF;
    DELETE FROM donations_devicenumber WHERE device_id = NEW.id;
END IF;
IF held THEN
    INSERT INTO donations_devicenumber (device_id, kind, value)
    SELECT NEW.id, number.kind, number.value
    FROM (VALUES ('imei', NEW.imei), ('imei', NEW.imei2),
        ('serial', UPPER(NEW.brand) || '|' || UPPER(NULLIF(NEW.serial_number, '')))) AS number (kind, value)
    WHERE number.value IS NOT NULL
    ORDER BY number.kind, number.value;
END IF;
RETURN NEW;
"""


class Device(Dated):
    """A unit with its identity: an IMEI (15 digits, Luhn) or a serial number, unique in the whole base.

    Recorded for one allocation, or before that as stock of a giver or an aggregator (`stock_of`); from the allocation on the
    region is the school's, before that it is empty.
    """

    allocation = models.OneToOneField(
        "donations.Allocation", null=True, blank=True, on_delete=models.PROTECT, related_name="device"
    )
    region = models.CharField(max_length=13, blank=True)
    stock_of = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="stock_devices"
    )
    # The entry of an aggregator's ledger with which it came in; the file that named it.
    lot = models.ForeignKey(
        "donations.LedgerEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="devices"
    )
    import_run_id = models.BigIntegerField(null=True, blank=True)
    # The school that its giver has in mind while it is stock; nothing is promised by it.
    meant_for = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    device_type = models.CharField(_("jenis"), max_length=8, choices=DeviceType.choices)
    condition = models.CharField(_("kondisi"), max_length=4, choices=Condition.choices)
    grade = models.CharField(_("mutu"), max_length=1, choices=Grade.choices, blank=True)
    brand = models.CharField(_("merek"), max_length=60)
    model = models.CharField(_("tipe"), max_length=80)
    imei = models.CharField("IMEI", max_length=15, null=True, blank=True)
    # The second one of a device with two cards.
    imei2 = models.CharField(_("IMEI kedua"), max_length=15, null=True, blank=True)
    serial_number = models.CharField(_("nomor seri"), max_length=60, null=True, blank=True)
    accessories = models.CharField(_("kelengkapan"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun pembelian"), null=True, blank=True)
    specification = models.CharField(_("spesifikasi"), max_length=300, blank=True)
    unit_value = models.BigIntegerField(_("nilai (Rp)"), default=0)
    # What the giver or the school ticked before handover; a used device needs every mandatory point.
    readiness = models.JSONField(default=dict, blank=True)
    custody = models.CharField(max_length=14, choices=Custody.choices, blank=True)
    state = models.CharField(max_length=12, choices=DeviceState.choices, default=DeviceState.PROMISED)
    inspected_at = models.DateTimeField(null=True, blank=True)
    inspected_by_id = models.BigIntegerField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    in_use_at = models.DateTimeField(null=True, blank=True)
    # What the sticker's QR leads to; given when labels are first printed.
    label_code = models.CharField(max_length=20, unique=True, null=True, blank=True)
    # How the school's own inventory names it (Permendagri 19/2016 at a state school; the foundation's book at a private one).
    inventory_code = models.CharField(_("kode barang"), max_length=40, blank=True)
    inventory_number = models.CharField(_("nomor register"), max_length=40, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("gawai")
        verbose_name_plural = _("gawai")
        constraints = [
            state_known(DeviceState.values, name="device_state_known"),
            one_of("custody", ["owned", "lent_by_school", ""], name="device_custody_known"),
            models.CheckConstraint(
                condition=Q(allocation__isnull=True) | ~Q(region="") & ~Q(custody=""), name="device_allocated_has_place"
            ),
            models.CheckConstraint(
                condition=Q(allocation__isnull=False) | Q(stock_of__isnull=False), name="device_is_somewhere"
            ),
            # A device whose gift was withdrawn before it changed hands, or that went back to its giver, may be given again.
            models.UniqueConstraint(
                fields=["imei"], condition=Q(imei__isnull=False) & _COUNTS, name="device_imei_once"
            ),
            models.UniqueConstraint(
                models.functions.Upper("brand"),
                models.functions.Upper("serial_number"),
                condition=Q(serial_number__isnull=False) & _COUNTS,
                name="device_serial_once",
            ),
            models.CheckConstraint(
                condition=Q(imei__isnull=True) | Q(imei__regex=r"^[0-9]{15}$"), name="device_imei_shape"
            ),
            models.CheckConstraint(
                condition=Q(imei2__isnull=True)
                | Q(imei2__regex=r"^[0-9]{15}$", imei__isnull=False) & ~Q(imei2=models.F("imei")),
                name="device_imei2_shape",
            ),
            models.CheckConstraint(
                condition=Q(imei__isnull=False) | (Q(serial_number__isnull=False) & ~Q(serial_number="")),
                name="device_has_identity",
            ),
            stamped_when(
                ["inspected", "handed_over", "in_use"], "inspected_at", "inspected_by_id", name="device_inspected_stamp"
            ),
            stamped_when(["handed_over", "in_use"], "handed_over_at", name="device_handed_over_stamp"),
            stamped_when(["handed_over", "in_use"], "allocation", name="device_handed_over_to_somebody"),
        ]
        indexes = [models.Index(fields=["stock_of", "-id"], name="device_stock")]
        triggers = [
            pgtrigger.Trigger(
                name="numbers_in_custody",
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "imei", "imei2", "serial_number", "brand", "state", "handed_over_at"
                ),
                declare=[("held", "BOOLEAN"), ("was_held", "BOOLEAN")],
                func=_NUMBERS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_device_type_display()} {self.brand} {self.model}"

    @property
    def identity(self) -> str:
        return self.imei or self.serial_number or ""
