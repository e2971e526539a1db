"""A pupil or a teacher, and the numbers that make one person one recipient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Collate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ksbb.audit import reads
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common import sealing
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models.choices import DeviceAccess, RecipientKind
from recipients.states import RecipientState
from schools.models import School


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def visible_to(self, actor: Actor) -> Self:
        """The people of the own school, or of the schools on the own ground."""
        if not actor.may(Permission.RECIPIENT_VIEW):
            return self.none()
        # One or the other, never OR: an office has no pupils of its own, and the index of the region stays usable.
        if actor.oversees:
            return self.filter(within("region", actor.oversees))
        return self.filter(school__organisation_id=actor.organisation_id)

    def by_area(self, codes: Sequence[str]) -> Self:
        """With `area`, the region's code: ordered by (area, id), those from the first to the last of `codes` are read by that
        order's index. Of one code these are exactly those within it; several are left to `visible_to`."""
        found = self.annotate(area=Collate("region", "C"))
        # Codes are digits and dots; in the order of the signs themselves "/" stands between these and ends an area.
        return found.filter(area__gte=min(codes), area__lt=max(f"{code}/" for code in codes))

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
            # The order of an office's list (by_area), and those within an area (territories.within).
            models.Index(Collate("region", "C"), "id", name="recipient_region"),
            models.Index(fields=["region"], opclasses=["varchar_pattern_ops"], name="recipient_area"),
            models.Index(fields=["school", "birth_date"], name="recipient_school_birth"),
            # The blocks in which likeness is looked for, and the children of one household. The first holds the names: of thirty
            # who share a birthday one is looked at closer, and at a million people the others' pages are far from each other.
            models.Index(
                fields=["birth_date", "sex"],
                include=["id", "name_key"],
                condition=Q(state="registered"),
                name="recipient_birth_block",
            ),
            models.Index(fields=["name_key"], condition=Q(state="registered"), name="recipient_name_block"),
            models.Index(fields=["household_digest"], condition=~Q(household_digest=b""), name="recipient_household"),
            models.Index(
                fields=["import_run_id"], condition=Q(import_run_id__isnull=False), name="recipient_import_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    @classmethod
    def from_db(cls, *loaded: Any, **how: Any) -> Self:
        """Who comes with a name is noticed by the pages that write down whom they show."""
        person = super().from_db(*loaded, **how)
        if "full_name" in person.__dict__:
            reads.notice(person.pk, person.__dict__.get("region", ""))
        return person

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
