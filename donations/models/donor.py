"""The profile of a giver."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of
from ksbb.common.models import Dated


class DonorQuerySet(models.QuerySet["Donor"]):
    def visible_to(self, actor: Actor) -> Self:
        """The own profile; the office and the auditor see every giver."""
        if actor.may(Permission.PLEDGE_VIEW) and actor.may(Permission.TRAIL_VIEW):
            return self
        return self.filter(organisation_id=actor.organisation_id)


class Donor(Dated):
    """A person, company or community that gives; `shown_as` is what the public may read."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Perorangan")
        COMPANY = "company", _("Perusahaan (CSR)")
        COMMUNITY = "community", _("Komunitas/yayasan")

    class ShownAs(models.TextChoices):
        NAME = "name", _("nama lengkap")
        INITIALS = "initials", _("inisial")
        NOBODY = "nobody", _("hamba Allah/anonim")

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="donor")
    kind = models.CharField(_("jenis donatur"), max_length=10, choices=Kind.choices)
    shown_as = models.CharField(
        _("ditampilkan sebagai"), max_length=8, choices=ShownAs.choices, default=ShownAs.INITIALS
    )
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon"), max_length=20, blank=True)
    # For the tax form only (PMK 76/PMK.03/2011, Lampiran II): NPWP of 15 or 16 digits, sealed, and the name on it.
    npwp_sealed = models.BinaryField(default=b"")
    tax_name = models.CharField(_("nama pada NPWP"), max_length=200, blank=True)

    objects = DonorQuerySet.as_manager()

    class Meta:
        verbose_name = _("donatur")
        verbose_name_plural = _("donatur")
        constraints = [
            one_of("kind", ["person", "company", "community"], name="donor_kind_known"),
            one_of("shown_as", ["name", "initials", "nobody"], name="donor_shown_as_known"),
            models.CheckConstraint(condition=~Q(phone__contains=" "), name="donor_phone_plain"),
        ]

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        """What a stranger may read."""
        if self.shown_as == self.ShownAs.NAME:
            return self.organisation.name
        if self.shown_as == self.ShownAs.INITIALS:
            return " ".join(f"{word[0].upper()}." for word in self.organisation.name.split() if word[0].isalnum())
        return str(_("Donatur anonim"))
