"""What a visitor may narrow the list of needs by. The names are those in the address."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from donations.models import DeviceType
from donations.offers import classes_for
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH, Territory, short_name, within
from recipients.models import NeedTally
from schools.models import School

# One choice of the visitor, all forms of school that belong to it.
LEVELS: dict[str, tuple[str, ...]] = {
    "SD": ("SD",),
    "SMP": ("SMP",),
    "SMA": ("SMA",),
    "SMK": ("SMK",),
    "SLB": ("SLB", "SDLB", "SMPLB", "SMLB"),
    "PKBM": ("PKBM",),
    "MI": ("MI",),
    "MTs": ("MTs",),
    "MA": ("MA",),
}


class NeedFilter(forms.Form):
    """Unknown values are ignored and told of (`errors`), so that an old address still shows something."""

    cari = forms.CharField(label=_("Nama sekolah"), max_length=80, required=False)
    kota = forms.ChoiceField(label=_("Kota"), required=False)
    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False)
    kelurahan = forms.ChoiceField(label=_("Kelurahan"), required=False)
    jenjang = forms.ChoiceField(
        label=_("Jenjang"), required=False, choices=[("", _("Semua jenjang")), *((level, level) for level in LEVELS)]
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Negeri dan swasta")), *School.Status.choices]
    )
    gawai = forms.ChoiceField(
        label=_("Gawai yang ingin diberikan"), required=False, choices=[("", _("Semua gawai")), *DeviceType.choices]
    )

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked, use_required_attribute=False)
        self.names = dict(
            Territory.objects.filter(level__in=[Territory.Level.CITY, Territory.Level.DISTRICT])
            .order_by("code")
            .values_list("code", "name")
        )
        cities = {code: short_name(name) for code, name in self.names.items() if len(code) == CITY_LENGTH}
        city, district = asked.get("kota", ""), asked.get("kecamatan", "")
        self._offer("kota", _("Semua kota"), cities.items())
        self._offer("kecamatan", _("Semua kecamatan"), self._districts(cities, city))
        if district in self.names and district.startswith(city):
            self._offer("kelurahan", _("Semua kelurahan"), self._villages(district))
        else:
            del self.fields["kelurahan"]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def _offer(self, name: str, everything: object, choices: Iterable[object]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def _districts(self, cities: dict[str, str], city: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """The districts under their city; of the chosen city only, once one is chosen."""
        wanted = [city] if city in cities else list(cities)
        return [
            (
                cities[one],
                [
                    (code, short_name(name))
                    for code, name in self.names.items()
                    if len(code) == DISTRICT_LENGTH and code.startswith(f"{one}.")
                ],
            )
            for one in wanted
        ]

    def _villages(self, district: str) -> list[tuple[str, str]]:
        found = Territory.objects.filter(parent_id=district).order_by("name")
        villages = list(found.values_list("code", "name"))
        self.names |= dict(villages)
        return villages

    def chosen(self) -> dict[str, str]:
        """What was asked for and understood, for addresses."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def has_more(self) -> bool:
        """Whether one of the filters below the fold is used."""
        return bool({"kota", "jenjang", "status"} & self.chosen().keys())

    @property
    def area(self) -> str:
        """The finest official code that was chosen; "" is everywhere."""
        chosen = self.chosen()
        return chosen.get("kelurahan") or chosen.get("kecamatan") or chosen.get("kota") or ""

    @property
    def area_name(self) -> str:
        return short_name(self.names.get(self.area, ""))

    def tallies(self) -> QuerySet[NeedTally]:
        """The counts of schools and classes with open needs that fit."""
        chosen = self.chosen()
        found = NeedTally.objects.filter(open__gt=0, school__is_closed=False, school__accepted_at__isnull=False)
        if self.area:
            found = found.filter(within("region", [self.area]))
        if level := chosen.get("jenjang"):
            found = found.filter(school__form__in=LEVELS[level])
        if status := chosen.get("status"):
            found = found.filter(school__status=status)
        if device := chosen.get("gawai"):
            found = found.filter(need_class__in=classes_for(device))
        return found.filter(_named(chosen.get("cari", "")))


def _named(text: str) -> Q:
    """Every word of `text` stands somewhere in the school's name, or `text` is its NPSN."""
    words = Q()
    for word in text.split():
        words &= Q(school__name__icontains=word)
    return words | Q(school__npsn__iexact=text) if text else words
