"""People, the organisations they act for, and in which role."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.authority.roles import Role
from ksbb.common.constraints import one_of
from ksbb.common.models import Dated
from ksbb.territories.models import Territory, within


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What the person may do is told by memberships, never by flags here.

    `is_staff` opens the technical admin site to the platform's own staff and nothing else.
    """

    email = models.EmailField(_("alamat e-mail"), unique=True)
    full_name = models.CharField(_("nama lengkap"), max_length=150, blank=True)
    # Who the person is, beyond the account: the keyed digest of the NIK. Two accounts with the same one are one person.
    person_digest = models.BinaryField(null=True, blank=True, editable=False)
    # Where the person lives (kelurahan); a validator judges nothing there.
    home_region = models.CharField(max_length=13, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [
            models.CheckConstraint(condition=Q(email=models.functions.Lower("email")), name="user_email_lower")
        ]
        indexes = [
            models.Index(fields=["person_digest"], condition=Q(person_digest__isnull=False), name="user_person_digest")
        ]

    def __str__(self) -> str:
        return self.full_name or f"#{self.pk}"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(Q(pk=actor.organisation_id) | within("region", actor.oversees))


class Organisation(Dated):
    """An office, a school, an aggregator or a donor: whoever a person acts for."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("Kantor")
        SCHOOL = "school", _("Sekolah")
        AGGREGATOR = "aggregator", _("Agregator")
        DONOR = "donor", _("Donatur")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(_("nama"), max_length=200)
    # The official code of the place: the kelurahan of a school, the kota of an office, empty for a donor.
    region = models.CharField(max_length=13, blank=True)
    # How the office is reached, shown to everybody: of the office, never of a person.
    office_phone = models.CharField(_("telepon kantor"), max_length=20, blank=True)
    office_email = models.EmailField(_("e-mail kantor"), blank=True)
    office_address = models.CharField(_("alamat kantor"), max_length=300, blank=True)
    # Whose number it is has agreed that staff write to it by WhatsApp (the office's, or a donor's own).
    chat_allowed = models.BooleanField(default=False)
    # The ground an office watches over; a Sudin covering half a city has several districts.
    territories = models.ManyToManyField(Territory, blank=True, related_name="organisations")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisasi")
        verbose_name_plural = _("organisasi")
        constraints = [
            one_of("kind", ["office", "school", "aggregator", "donor"], name="organisation_kind_known"),
            models.UniqueConstraint(fields=["name"], condition=Q(kind="office"), name="organisation_office_once"),
        ]
        indexes = [models.Index(fields=["kind", "region"], name="organisation_kind_region")]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self, on: date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=day), accepted_at__isnull=False, user__is_active=True
        )

    def live(self) -> Self:
        """Not over yet: the active ones and the invitations that wait."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()))

    def visible_to(self, actor: Actor) -> Self:
        """The own ones; with MEMBER_VIEW those of the own organisation and of organisations on the own ground."""
        seen = Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        if actor.may(Permission.MEMBER_VIEW):
            seen |= Q(organisation_id=actor.organisation_id) | within("organisation__region", actor.oversees)
        return self.filter(seen)


class Membership(Dated):
    """This person acts for this organisation in this role, until `ends_on` (exclusive).

    Invited people have a membership that does nothing until it is accepted.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        _("peran"), max_length=24, choices=[c for c in Role.choices if c[0] not in ("visitor", "system")]
    )
    ends_on = models.DateField(_("berakhir pada"), null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("keanggotaan")
        verbose_name_plural = _("keanggotaan")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], condition=Q(ends_on__isnull=True), name="membership_once"
            ),
            one_of("role", [r for r in Role.values if r not in ("visitor", "system")], name="membership_role_known"),
            models.CheckConstraint(condition=~Q(invited_by=F("user")), name="membership_not_self_invited"),
        ]
        indexes = [models.Index(fields=["organisation", "role"], name="membership_organisation")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.organisation_id}"

    @property
    def region(self) -> str:
        """Where the trail puts it: the place of the organisation."""
        return self.organisation.region

    @property
    def is_active(self) -> bool:
        return self.accepted_at is not None and (self.ends_on is None or self.ends_on > timezone.localdate())
