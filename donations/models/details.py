"""What one kind of device is, wherever it is promised: in a basket, in a pledge, in a wish."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from donations.models.device import Condition, DeviceType
from donations.models.donor import Donor


class ValueBasis(models.TextChoices):
    """How a gift in goods is valued for the tax form (PMK 76/PMK.03/2011, article 4)."""

    ACQUISITION = "acquisition", _("harga perolehan (barang belum disusutkan)")
    BOOK = "book", _("nilai sisa buku fiskal (barang sudah disusutkan)")
    PRODUCTION = "production", _("harga pokok penjualan (barang buatan sendiri)")


class GiftDetails(models.Model):
    """A number of equal devices. `unit_value` is in whole rupiah, told by the giver, 0 when not told."""

    device_type = models.CharField(_("jenis gawai"), max_length=8, choices=DeviceType.choices)
    condition = models.CharField(_("kondisi"), max_length=4, choices=Condition.choices)
    quantity = models.PositiveSmallIntegerField(_("jumlah"))
    brand = models.CharField(_("merek"), max_length=60, blank=True)
    model = models.CharField(_("tipe"), max_length=80, blank=True)
    specification = models.CharField(_("spesifikasi"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun pembelian"), null=True, blank=True)
    accessories = models.CharField(_("kelengkapan"), max_length=200, blank=True)
    unit_value = models.BigIntegerField(_("nilai per unit (Rp)"), default=0)
    value_basis = models.CharField(_("dasar nilai"), max_length=12, choices=ValueBasis.choices, blank=True)
    # Of a used device, encoded anew; kept privately, for the two sides and the officers.
    photo = models.FileField(_("foto"), upload_to="gifts/", max_length=200, blank=True)

    class Meta:
        abstract = True


class Delivery(models.TextChoices):
    """How the devices reach the school."""

    BRING = "bring", _("saya antar ke sekolah")
    FETCH = "fetch", _("mohon dijemput")
    DROP_POINT = "drop_point", _("saya antar ke titik kumpul")


class Promise(models.Model):
    """What every promise says besides its devices: when, how delivered, how shown, and under which code strangers check it."""

    proposed_on = models.DateField(_("tanggal penyerahan yang diusulkan"))
    delivery = models.CharField(_("pengantaran"), max_length=10, choices=Delivery.choices, default=Delivery.BRING)
    drop_point = models.ForeignKey(
        "donations.DropPoint", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # "" means: as the giver's profile says.
    shown_as = models.CharField(_("ditampilkan sebagai"), max_length=8, choices=Donor.ShownAs.choices, blank=True)
    signed_name = models.CharField(_("nama penanda tangan"), max_length=150)
    # The drawn signature as an SVG path, sealed; empty when only typed.
    signature_sealed = models.BinaryField(default=b"")
    # The last reminder that went out before the date, in days before it, so that each goes out once.
    reminded_before = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True
