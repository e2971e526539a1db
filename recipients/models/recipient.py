"""A pupil or a teacher, the facts that the criteria judge, and the numbers that make one person one recipient."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.states import RecipientState
from schools.models import School


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


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def visible_to(self, actor: Actor) -> Self:
        """The people of the own school, or of the schools on the own ground."""
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        # One or the other, never OR: an office has no pupils of its own, and the index of the region stays usable.
        if actor.oversees:
            return self.filter(within("region", actor.oversees))
        return self.filter(school__organisation_id=actor.organisation_id)

    def registered(self) -> Self:
        return self.filter(state=RecipientState.REGISTERED)

    def eligible(self, answer: bool = True) -> Self:
        """Those whom the criteria in force found eligible (or, with False, not)."""
        return self.filter(
            assessments__is_newest=True, assessments__criteria__state="published", assessments__is_eligible=answer
        )

    def unasked(self) -> Self:
        """Registered, but the school has not told whether there is a device."""
        return self.registered().filter(circumstances__device_access=DeviceAccess.UNKNOWN)

    def unagreed(self) -> Self:
        """Registered without a consent. Who owns a device is asked for none: there is nothing to agree to."""
        return self.registered().filter(
            ~Q(circumstances__device_access=DeviceAccess.OWN), circumstances__consent_given=False
        )

    def incomplete(self) -> Self:
        """Whom the quick tick-list is about: what is missing there may keep somebody from being eligible."""
        return self.unasked() | self.unagreed()

    def may_leave_school(self) -> Self:
        """Whom a list that leaves the school may name: with the guardian's consent or, a teacher, with the own one.

        UU 27/2022 art. 25. Every export, letter or list for another office starts with it.
        """
        return self.filter(circumstances__consent_given=True, erased_at__isnull=True)


class Recipient(Dated):
    """A person registered by a school. NIK and NISN are sealed; lists show their last four digits only."""

    kind = models.CharField(_("jenis"), max_length=8, choices=RecipientKind.choices)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="recipients")
    # The school's finest official code, so that scope and later partitions need no join.
    region = models.CharField(max_length=13)
    full_name = models.CharField(_("nama lengkap"), max_length=150)
    # The name as recipients/names.py writes all its spellings: what likeness is measured on.
    name_key = models.CharField(max_length=160, blank=True, editable=False)
    # Kelurahan of the home by its official code, where it could be told.
    village = models.CharField(_("kelurahan rumah"), max_length=13, blank=True)
    # Keyed hashes, 32 bytes or none: of the mother's name (tells namesakes apart), of the No KK (joins a household).
    mother_digest = models.BinaryField(default=b"", editable=False)
    household_digest = models.BinaryField(default=b"", editable=False)
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=[("L", _("Laki-laki")), ("P", _("Perempuan"))])
    birth_date = models.DateField(_("tanggal lahir"))
    class_group = models.CharField(_("rombel"), max_length=60, blank=True)
    grade = models.PositiveSmallIntegerField(_("kelas"), null=True, blank=True)
    nik_sealed = models.BinaryField(default=b"")
    nisn_sealed = models.BinaryField(default=b"")
    nuptk_sealed = models.BinaryField(default=b"")
    phone_sealed = models.BinaryField(default=b"")
    state = models.CharField(max_length=12, choices=RecipientState.choices, default=RecipientState.REGISTERED)
    registered_by_id = models.BigIntegerField(null=True)
    import_run_id = models.BigIntegerField(null=True, blank=True)
    # The registration that this one goes on with after a move between schools.
    origin = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="continuations")
    # An open case says this may be somebody who is registered already: no new need is opened until it is decided.
    is_held = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by_id = models.BigIntegerField(null=True, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("penerima")
        verbose_name_plural = _("penerima")
        constraints = [
            state_known(RecipientState.values, name="recipient_state_known"),
            one_of("kind", ["student", "teacher"], name="recipient_kind_known"),
            one_of("sex", ["L", "P"], name="recipient_sex_known"),
            stamped_when(["withdrawn", "moved", "graduated"], "ended_at", name="recipient_ended_stamp"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(nik_sealed=b"", nisn_sealed=b"", nuptk_sealed=b"", phone_sealed=b"", full_name="", name_key=""),
                name="recipient_erased_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "full_name", "id"], name="recipient_school_name"),
            models.Index(fields=["region", "id"], name="recipient_region"),
            models.Index(fields=["school", "birth_date"], name="recipient_school_birth"),
            # The blocks in which likeness is looked for, and the children of one household.
            models.Index(fields=["birth_date", "sex"], condition=Q(state="registered"), name="recipient_birth_block"),
            models.Index(fields=["name_key"], condition=Q(state="registered"), name="recipient_name_block"),
            models.Index(fields=["household_digest"], condition=~Q(household_digest=b""), name="recipient_household"),
            models.Index(
                fields=["import_run_id"], condition=Q(import_run_id__isnull=False), name="recipient_import_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    @property
    def shown_name(self) -> str:
        """The name, or that it was erased: what a page or a letter says of this person."""
        return self.full_name or gettext("data pribadi sudah dihapus")

    @property
    def nik_last4(self) -> str:
        return sealing.unseal(self.nik_sealed)[-4:]

    @property
    def nisn_last4(self) -> str:
        return sealing.unseal(self.nisn_sealed)[-4:]

    @property
    def nuptk_last4(self) -> str:
        return sealing.unseal(self.nuptk_sealed)[-4:]


class IdentityQuerySet(models.QuerySet["Identity"]):
    def of(self, digests: Iterable[bytes]) -> Self:
        """The rows of these keyed hashes, whoever the people are: only for telling whether a person is known."""
        return self.filter(digest__in=list(digests))


class Identity(models.Model):
    """The narrow registry that makes one person one recipient, over all schools and years.

    `digest` is the keyed hash of the number. The row stays with the person; a withdrawn person frees it (`recipient` moves on).
    """

    class Purpose(models.TextChoices):
        NIK = "nik", "NIK"
        NISN = "nisn", "NISN"
        NUPTK = "nuptk", "NUPTK"

    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    digest = models.BinaryField(max_length=32)
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="identities")
    region = models.CharField(max_length=13)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomor identitas")
        verbose_name_plural = _("nomor identitas")
        constraints = [
            models.UniqueConstraint(fields=["digest", "purpose"], name="identity_one_person"),
            models.UniqueConstraint(fields=["recipient", "purpose"], name="identity_one_number"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.recipient_id}"


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
