"""The words that facts about people are told in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecipientKind(models.TextChoices):
    STUDENT = "student", _("Peserta didik")
    TEACHER = "teacher", _("Pendidik")


class DeviceAccess(models.TextChoices):
    """For a pupil any learning device, for a teacher a laptop or PC."""

    UNKNOWN = "unknown", _("belum diisi")
    NONE = "none", _("tidak punya")
    SHARED = "shared", _("berbagi")
    OWN = "own", _("punya sendiri")


class Internet(models.TextChoices):
    """What a pupil learns with at home; a phone's quota ends, a line does not."""

    UNKNOWN = "unknown", _("belum diisi")
    NONE = "none", _("tidak ada")
    QUOTA = "quota", _("kuota HP")
    FIXED = "fixed", _("wifi rumah")


class IncomeBand(models.TextChoices):
    UNKNOWN = "unknown", _("tidak diketahui")
    NONE = "none", _("tidak berpenghasilan")
    LT_500K = "lt_500k", _("kurang dari Rp500.000")
    FROM_500K = "500k_1m", _("Rp500.000–999.999")
    FROM_1M = "1m_2m", _("Rp1.000.000–1.999.999")
    FROM_2M = "2m_5m", _("Rp2.000.000–4.999.999")
    FROM_5M = "5m_20m", _("Rp5.000.000–20.000.000")
    GT_20M = "gt_20m", _("lebih dari Rp20.000.000")


class Employment(models.TextChoices):
    UNKNOWN = "unknown", _("tidak diketahui")
    PNS = "pns", _("PNS")
    CPNS = "cpns", _("CPNS")
    PPPK = "pppk", _("PPPK")
    HONORER = "honorer", _("honorer")
    FOUNDATION = "foundation", _("guru tetap yayasan")
    OTHER = "other", _("lainnya")
