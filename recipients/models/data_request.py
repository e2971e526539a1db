"""What people ask of us about their own data, and by when they must have an answer."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models import Organisation, User
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of, stamped_when, state_known
from ksbb.common.models import Dated
from ksbb.territories.models import within
from recipients.models.recipient import Recipient
from recipients.states import REQUEST_OPEN, RequestState


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own ones; with REQUEST_VIEW those of the own school, or of the schools on the own ground; with REQUEST_ACCOUNT
        those of accounts, which belong to no ground."""
        own = Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        if not actor.may(Permission.REQUEST_VIEW):
            return self.filter(own)
        if not actor.oversees:
            return self.filter(own | Q(organisation_id=actor.organisation_id))
        seen = own | within("region", actor.oversees)
        return self.filter(seen | Q(region="") if actor.may(Permission.REQUEST_ACCOUNT) else seen)

    def open(self) -> Self:
        return self.filter(state__in=REQUEST_OPEN)

    def late(self) -> Self:
        return self.open().filter(due_at__lt=timezone.now())

    def within_a_day(self) -> Self:
        """Open, and the term ends within settings.DATA_REQUEST_WARN_HOURS."""
        soon = timezone.now() + settings.DATA_REQUEST_WARN
        return self.open().filter(due_at__gte=timezone.now(), due_at__lt=soon)


class DataRequest(Dated):
    """Somebody asks for a copy, a correction, an end or an erasure of the own data or that of a child (UU 27/2022 art. 6–11).

    It is about a person of the register or about an account, never both. Nothing is written here in words of the own, no name
    and no copy of a paper: so there is nothing to wipe when the person is forgotten, and the list can leave the portal.
    """

    class Kind(models.TextChoices):
        COPY = "copy", _("salinan data")
        CORRECTION = "correction", _("perbaikan data")
        CONSENT = "consent", _("penarikan persetujuan")
        STOP = "stop", _("keberatan: berhenti memakai datanya")
        ERASURE = "erasure", _("penghapusan data")

    class AskedBy(models.TextChoices):
        SELF = "self", _("orangnya sendiri")
        PARENT = "parent", _("orang tua")
        GUARDIAN = "guardian", _("wali")
        PROXY = "proxy", _("penerima kuasa")

    class Proof(models.TextChoices):
        """Against which paper it was checked who asks. The paper is looked at, never copied."""

        KTP = "ktp", _("KTP")
        KK = "kk", _("KTP dan Kartu Keluarga")
        BIRTH = "birth", _("KTP dan akta kelahiran")
        GUARDIANSHIP = "guardianship", _("KTP dan surat perwalian")
        POWER = "power", _("KTP dan surat kuasa")
        CARD = "card", _("kartu pelajar atau kartu pegawai")
        ACCOUNT = "account", _("masuk ke akunnya sendiri")

    class About(models.TextChoices):
        """What is to be corrected: listed words, so that nobody writes about a person here."""

        NAME = "name", _("nama")
        BIRTH = "birth", _("tanggal lahir atau jenis kelamin")
        NUMBERS = "numbers", _("NIK, NISN, NUPTK, atau nomor HP")
        CLASS = "class", _("kelas atau kelurahan rumah")
        HOME = "home", _("keadaan: gawai, internet, bantuan, penghasilan")
        CONSENT = "consent", _("persetujuan dan yang memberikannya")
        OTHER = "other", _("hal lain")

    class Ground(models.TextChoices):
        """On what ground in the law a request is refused (UU 27/2022)."""

        NOT_PROVEN = (
            "not_proven",
            _("tidak terbukti bahwa yang meminta adalah orangnya, orang tua, atau walinya (Pasal 14)"),
        )
        OTHERS = "others", _("akan membuka data pribadi orang lain (Pasal 33 huruf b)")
        SAFETY = "safety", _("membahayakan keselamatan atau kesehatan orangnya atau orang lain (Pasal 33 huruf a)")
        LAW_CASE = "law_case", _("diperlukan untuk proses penegakan hukum (Pasal 15 ayat (1) huruf b)")
        PUBLIC_TASK = (
            "public_task",
            _("diperlukan untuk kepentingan umum dalam penyelenggaraan negara (Pasal 15 ayat (1) huruf c)"),
        )

    kind = models.CharField(max_length=10, choices=Kind.choices)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, null=True, related_name="data_requests")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="data_requests")
    # Who must answer: the person's school; nobody in particular for an account (whoever has REQUEST_ACCOUNT).
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=13, blank=True)
    about = models.CharField(max_length=10, choices=About.choices, blank=True)
    asked_by = models.CharField(max_length=8, choices=AskedBy.choices)
    proof = models.CharField(max_length=12, choices=Proof.choices)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.FILED)
    received_at = models.DateTimeField()
    received_by_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True, blank=True)
    taken_up_by_id = models.BigIntegerField(null=True, blank=True)
    # The copy was made and given; it can be given again while the request is open.
    copied_at = models.DateTimeField(null=True, blank=True)
    copied_by_id = models.BigIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.BigIntegerField(null=True, blank=True)
    ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan pemilik data")
        verbose_name_plural = _("permintaan pemilik data")
        constraints = [
            state_known(RequestState.values, name="datarequest_state_known"),
            one_of("kind", ["copy", "correction", "consent", "stop", "erasure"], name="datarequest_kind_known"),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, user__isnull=True, organisation__isnull=False)
                | Q(recipient__isnull=True, user__isnull=False, organisation__isnull=True),
                name="datarequest_of_one",
            ),
            models.UniqueConstraint(
                fields=["recipient", "kind"],
                condition=Q(state__in=["filed", "taken_up"]),
                name="datarequest_one_open_of_person",
            ),
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state__in=["filed", "taken_up"]),
                name="datarequest_one_open_of_user",
            ),
            stamped_when("taken_up", "taken_up_at", "taken_up_by_id", name="datarequest_taken_up_stamp"),
            stamped_when(["answered", "refused", "taken_back"], "closed_at", name="datarequest_closed_stamp"),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(ground="") | ~Q(state="refused") & Q(ground=""),
                name="datarequest_refused_on_a_ground",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("received_at")), name="datarequest_due_later"),
            models.CheckConstraint(
                condition=~Q(kind="copy", state="answered") | Q(copied_at__isnull=False),
                name="datarequest_copy_was_given",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "due_at", "id"], name="datarequest_school"),
            models.Index(
                fields=["region", "due_at", "id"],
                opclasses=["varchar_pattern_ops", "timestamptz_ops", "int8_ops"],
                name="datarequest_ground",
            ),
            models.Index(
                fields=["due_at", "id"], condition=Q(state__in=["filed", "taken_up"]), name="datarequest_open"
            ),
            models.Index(fields=["due_at", "id"], name="datarequest_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What is written on papers and lists: not a counter, so it tells nothing of others."""
        return f"PD-{self.public_id.hex[:8].upper()}"

    @property
    def is_open(self) -> bool:
        return self.state in REQUEST_OPEN

    @property
    def is_late(self) -> bool:
        """Past its term: unanswered, or answered too late."""
        return (self.closed_at or timezone.now()) > self.due_at
