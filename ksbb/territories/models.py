"""Official area codes of the Ministry of Home Affairs (Kemendagri), province to kelurahan, and their outlines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Codes look like 31 › 31.73 › 31.73.06 › 31.73.06.1001: the length tells the level.
CITY_LENGTH = 5
DISTRICT_LENGTH = 8
VILLAGE_LENGTH = 13


def within(path: str, codes: Iterable[str]) -> Q:
    """`path` (a column that holds an official code) lies in one of the areas `codes`; no codes means nowhere.

    The dot is part of the prefix: 31.7 is not the parent of 31.73. An index serves it only with `varchar_pattern_ops`.
    """
    found = Q(pk__in=[])
    for code in codes:
        found |= Q(**{path: code}) | Q(**{f"{path}__startswith": f"{code}."})
    return found


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def within(self, codes: Iterable[str]) -> Self:
        return self.filter(within("code", codes))

    def cities(self) -> Self:
        return self.filter(level=Territory.Level.CITY)

    def districts(self) -> Self:
        return self.filter(level=Territory.Level.DISTRICT)


class Territory(models.Model):
    """One area. The code is the key, so that a foreign key to an area holds the code itself and scope needs no join."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Provinsi")
        CITY = "city", _("Kota/Kabupaten")
        DISTRICT = "district", _("Kecamatan")
        VILLAGE = "village", _("Kelurahan")

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"),
                name="territory_code_shape",
            ),
        ]
        indexes = [models.Index(fields=["level", "code"], name="territory_level_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The name without its kind: "Jakarta Barat", not "Kota Administrasi Jakarta Barat"."""
        return short_name(self.name)


def short_name(name: str) -> str:
    for prefix in ("Kota Administrasi ", "Kabupaten Administrasi ", "Kota ", "Kabupaten ", "Kec. "):
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


class Boundary(models.Model):
    """The outline of an area as GeoJSON geometry, [longitude, latitude]."""

    territory = models.OneToOneField(Territory, primary_key=True, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.JSONField()

    class Meta:
        verbose_name = _("batas wilayah")
        verbose_name_plural = _("batas wilayah")

    def __str__(self) -> str:
        return self.territory_id
