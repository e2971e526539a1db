"""Schools: the places where the pupils and teachers are."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ksbb.accounts.models import Organisation
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.constraints import one_of
from ksbb.common.models import Dated
from ksbb.territories.models import Territory, within
from schools.places import place

NPSN_SHAPE = r"^[A-Z0-9]{8}$"
FORMS = ("SD", "SMP", "SMA", "SMK", "SLB", "SDLB", "SMPLB", "SMLB", "PKBM", "MI", "MTs", "MA")


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, actor: Actor) -> Self:
        """What a person works on: the own school, or the schools on the own ground. The public directory uses `listed()`."""
        if not actor.may(Permission.SCHOOL_VIEW):
            return self.none()
        return self.filter(Q(organisation_id=actor.organisation_id) | within("district__code", actor.oversees))

    def listed(self) -> Self:
        """Every school of the public directory."""
        return self.filter(is_closed=False)

    def accepted(self) -> Self:
        return self.listed().filter(accepted_at__isnull=False)


class School(Dated):
    """A school of the official register. Facts about the building and its address are public; people are not here."""

    class Form(models.TextChoices):
        SD = "SD", _("SD")
        SMP = "SMP", _("SMP")
        SMA = "SMA", _("SMA")
        SMK = "SMK", _("SMK")
        SLB = "SLB", _("SLB")
        SDLB = "SDLB", _("SDLB")
        SMPLB = "SMPLB", _("SMPLB")
        SMLB = "SMLB", _("SMLB")
        PKBM = "PKBM", _("PKBM")
        MI = "MI", _("MI")
        MTS = "MTs", _("MTs")
        MA = "MA", _("MA")

    class Status(models.TextChoices):
        STATE = "negeri", _("Negeri")
        PRIVATE = "swasta", _("Swasta")

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="school")
    npsn = models.CharField("NPSN", max_length=8, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    form = models.CharField(_("bentuk"), max_length=8, choices=Form.choices)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    district = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", verbose_name=_("kecamatan"))
    village = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("kelurahan")
    )
    latitude = models.FloatField(_("lintang"), null=True, blank=True)
    longitude = models.FloatField(_("bujur"), null=True, blank=True)
    # Accepted into the programme by the office; only pupils of accepted schools are eligible.
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by_id = models.BigIntegerField(null=True, blank=True)
    is_closed = models.BooleanField(default=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("sekolah")
        verbose_name_plural = _("sekolah")
        constraints = [
            models.CheckConstraint(condition=Q(npsn__regex=NPSN_SHAPE), name="school_npsn_shape"),
            one_of("status", ["negeri", "swasta"], name="school_status_known"),
            one_of("form", FORMS, name="school_form_known"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-11, 6), longitude__range=(95, 141)),
                name="school_point_in_indonesia",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="school_name"),
            models.Index(fields=["district", "name", "id"], name="school_district_name"),
            models.Index(fields=["form", "name", "id"], name="school_form_name"),
            # A few letters from anywhere in the name, as `icontains` asks for them.
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="school_name_search"),
            # The nearest first (schools/places.py).
            GistIndex(place(), name="school_place"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region(self) -> str:
        """The finest official code known of the place."""
        return self.village_id or self.district_id

    def get_absolute_url(self) -> str:
        return reverse("schools:school_detail", args=[self.npsn])
