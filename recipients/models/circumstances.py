"""The facts that the criteria judge, and the consent without which nobody enters a list."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.common.constraints import one_of
from ksbb.common.models import Dated
from recipients.models.choices import DeviceAccess, Employment, IncomeBand, Internet
from recipients.models.recipient import Recipient
from schools.models import School


class Circumstances(models.Model):
    """The facts that criteria may judge, as typed columns in a narrow table: one statement assesses everybody."""

    recipient = models.OneToOneField(
        Recipient, primary_key=True, on_delete=models.CASCADE, related_name="circumstances"
    )
    region = models.CharField(max_length=13, default="")
    device_access = models.CharField(
        _("gawai untuk belajar"), max_length=8, choices=DeviceAccess.choices, default=DeviceAccess.UNKNOWN
    )
    household_devices = models.PositiveSmallIntegerField(_("jumlah gawai di rumah"), default=0)
    household_learners = models.PositiveSmallIntegerField(_("jumlah pelajar di rumah"), default=1)
    internet = models.CharField(
        _("internet di rumah"), max_length=8, choices=Internet.choices, default=Internet.UNKNOWN
    )
    household_aided = models.BooleanField(_("keluarga sudah menerima gawai"), default=False)
    # The portal itself brought a device to another member of the household; the field above is what the school told.
    household_served = models.BooleanField(default=False, editable=False)
    has_kip = models.BooleanField(_("penerima KIP"), default=False)
    has_kjp = models.BooleanField(_("penerima KJP Plus"), default=False)
    has_kps = models.BooleanField(_("penerima KPS/PKH"), default=False)
    dtsen_decile = models.PositiveSmallIntegerField(_("desil DTSEN"), null=True, blank=True)
    income_band = models.CharField(
        _("penghasilan"), max_length=8, choices=IncomeBand.choices, default=IncomeBand.UNKNOWN
    )
    is_orphan = models.BooleanField(_("yatim, piatu, atau tinggal di panti"), default=False)
    has_disability = models.BooleanField(_("penyandang disabilitas"), default=False)
    is_final_year = models.BooleanField(_("kelas akhir"), default=False)
    is_returning = models.BooleanField(_("kembali bersekolah lewat PKBM"), default=False)
    employment = models.CharField(
        _("status kepegawaian"), max_length=12, choices=Employment.choices, default=Employment.UNKNOWN
    )
    service_years = models.PositiveSmallIntegerField(_("masa kerja (tahun)"), default=0)
    teaches_programme = models.BooleanField(_("mengajar murid program"), default=False)
    consent_given = models.BooleanField(default=False)
    # Since when an older paper counts no more: a file that still carries it does not bring the consent back.
    consent_withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("keadaan")
        verbose_name_plural = _("keadaan")
        constraints = [
            one_of("device_access", ["unknown", "none", "shared", "own"], name="circumstances_access_known"),
            one_of("internet", ["unknown", "none", "quota", "fixed"], name="circumstances_internet_known"),
            models.CheckConstraint(condition=Q(household_learners__gte=1), name="circumstances_a_learner"),
            models.CheckConstraint(
                condition=Q(dtsen_decile__isnull=True) | Q(dtsen_decile__range=(1, 10)), name="circumstances_decile"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.recipient_id}"

    def facts(self, school: School) -> dict[str, Any]:
        """What the criteria judge, under the names of `recipients.criteria.FIELDS`."""
        columns = {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}
        return columns | {
            "household_aided": self.household_aided or self.household_served,
            "has_welfare_card": self.has_kip or self.has_kjp or self.has_kps,
            "school_accepted": school.accepted_at is not None and not school.is_closed,
            "school_form": school.form,
        }


def registration_only() -> list[str]:
    """The purpose that every consent holds."""
    return ["registration"]


class Consent(Dated):
    """The guardian's agreement (a child) or the own one (a teacher): who, relation, when, on what (UU 27/2022 art. 21–25)."""

    class Medium(models.TextChoices):
        PAPER = "paper", _("kertas bertanda tangan")
        CLICK = "click", _("persetujuan di layar")

    class Relation(models.TextChoices):
        FATHER = "father", _("ayah")
        MOTHER = "mother", _("ibu")
        PARENT = "parent", _("orang tua")
        GUARDIAN = "guardian", _("wali")
        SELF = "self", _("yang bersangkutan")

    class Purpose(models.TextChoices):
        """Each purpose is agreed to apart (UU 27/2022 art. 22); without the first nothing is registered for a list."""

        REGISTRATION = "registration", _("pendaftaran dan penyaluran gawai")
        HANDOVER_PHOTO = "handover_photo", _("foto serah terima sebagai bukti")
        PUBLIC_STORY = "public_story", _("cerita untuk publik tanpa nama")

    recipient = models.OneToOneField(Recipient, on_delete=models.CASCADE, related_name="consent")
    region = models.CharField(max_length=13, default="")
    # Who agreed, as written on the paper; sealed.
    giver_sealed = models.BinaryField(default=b"", editable=False)
    purposes = models.JSONField(_("tujuan"), default=registration_only)
    relation = models.CharField(_("hubungan"), max_length=10, choices=Relation.choices)
    medium = models.CharField(_("bentuk"), max_length=6, choices=Medium.choices, default=Medium.PAPER)
    given_on = models.DateField(_("tanggal"))
    recorded_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        constraints = [
            one_of("relation", ["father", "mother", "parent", "guardian", "self"], name="consent_relation_known")
        ]

    def __str__(self) -> str:
        return f"#{self.recipient_id}"
