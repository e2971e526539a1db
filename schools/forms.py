"""How the directory is searched. Everything here is public, so it stands in the address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ksbb.territories.models import Territory, within
from schools.models import NPSN_SHAPE, School, SchoolQuerySet

# How people write a state school, and how the official list does.
_SPELLINGS = {f"{form}n": (form, "negeri") for form in ("sd", "smp", "sma", "smk", "slb", "tk")}
_MOST_WORDS = 6


class SchoolFilter(forms.Form):
    """Unknown values are ignored, so that an old link still shows a list."""

    cari = forms.CharField(label=_("Nama sekolah atau NPSN"), required=False, max_length=80)
    kota = forms.ChoiceField(label=_("Kota/kabupaten"), required=False)
    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False)
    bentuk = forms.ChoiceField(
        label=_("Bentuk"), required=False, choices=[("", _("Semua bentuk")), *School.Form.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Negeri dan swasta")), *School.Status.choices]
    )
    program = forms.ChoiceField(
        label=_("Program"),
        required=False,
        choices=[("", _("Semua sekolah")), ("ya", _("Ikut program")), ("belum", _("Belum ikut program"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = list(Territory.objects.cities())
        asked = self.data.get("kota", "")
        districts = Territory.objects.districts().within([asked] if asked in {city.code for city in cities} else [])
        if not asked:
            districts = Territory.objects.districts()
        self.fields["kota"].choices = [("", _("Semua kota")), *((city.code, city.short_name) for city in cities)]  # type: ignore[attr-defined]
        self.fields["kecamatan"].choices = [("", _("Semua kecamatan")), *_by_city(cities, districts)]  # type: ignore[attr-defined]

    def filtered(self, schools: SchoolQuerySet) -> SchoolQuerySet:
        """`schools`, narrowed to what was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        if place := asked.get("kecamatan") or asked.get("kota"):
            schools = schools.filter(within("district__code", [place]))
        if form := asked.get("bentuk"):
            schools = schools.filter(form=form)
        if status := asked.get("status"):
            schools = schools.filter(status=status)
        if program := asked.get("program"):
            schools = schools.filter(accepted_at__isnull=program == "belum")
        return _named(schools, asked.get("cari", ""))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything at all was asked for."""
        return any(self.data.get(name) for name in self.fields)


def _by_city(cities: list[Territory], districts: Iterable[Territory]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kecamatan in groups, one for each kota."""
    groups: dict[str, list[tuple[str, str]]] = {city.code: [] for city in cities}
    for district in districts:
        groups.setdefault(district.parent_id or "", []).append((district.code, district.short_name))
    return [(city.short_name, groups[city.code]) for city in cities if groups[city.code]]


def _named(schools: SchoolQuerySet, words: str) -> SchoolQuerySet:
    """Every word occurs in the name, in any order; “SDN” finds “SD NEGERI”. A whole NPSN finds its school."""
    if re.match(NPSN_SHAPE, words.strip().upper()):
        by_number = schools.filter(npsn=words.strip().upper())
        if by_number.exists():
            return by_number
    asked = Q()
    for word in words.split()[:_MOST_WORDS]:
        for part in _SPELLINGS.get(word.lower(), (word,)):
            asked &= Q(name__icontains=part)
    return schools.filter(asked)
