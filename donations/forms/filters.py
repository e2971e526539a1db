"""What a visitor may narrow the list of needs by, and in which order it comes. The names are those in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from donations.areas import is_wide
from donations.models import DeviceType
from donations.offers import classes_for
from donations.searching import LEVELS, parts_of
from ksbb.common.fragments import kept
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH, Territory, short_name, within
from recipients.models import NeedClass, NeedTally
from schools.models import School
from schools.places import degrees_from

NEAREST = "dekat"
# Each order ends in a unique column, for pages without an end (ksbb.common.paging), and has its index.
ORDERS: dict[str, tuple[str, ...]] = {
    "": ("top_rank", "id"),
    "belum": ("minus_unmet", "id"),
    "banyak": ("minus_open", "id"),
    NEAREST: ("degrees", "id"),
}
# About a kilometre: near enough for a list, too coarse for a home.
DECIMALS = 2


class NeedFilter(forms.Form):
    """Unknown values are ignored and told of (`errors`), so that an old address still shows something."""

    cari = forms.CharField(label=_("Nama sekolah"), max_length=80, required=False)
    kota = forms.ChoiceField(label=_("Kota"), required=False)
    kecamatan = forms.ChoiceField(label=_("Kecamatan"), required=False)
    kelurahan = forms.ChoiceField(label=_("Kelurahan"), required=False)
    jenjang = forms.ChoiceField(
        label=_("Jenjang"), required=False, choices=[("", _("Semua")), *((level, level) for level in LEVELS)]
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Negeri dan swasta")), *School.Status.choices]
    )
    untuk = forms.ChoiceField(
        label=_("Untuk siapa"), required=False, choices=[("", _("Murid dan guru")), *NeedClass.choices]
    )
    gawai = forms.ChoiceField(
        label=_("Gawai yang ingin diberikan"), required=False, choices=[("", _("Semua gawai")), *DeviceType.choices]
    )
    urut = forms.ChoiceField(
        label=_("Urutkan"),
        required=False,
        choices=[
            ("", _("Paling mendesak")),
            ("belum", _("Paling sedikit terpenuhi")),
            ("banyak", _("Paling banyak dibutuhkan")),
            (NEAREST, _("Terdekat dari saya")),
        ],
    )
    lat = forms.FloatField(min_value=-11, max_value=6, required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(min_value=95, max_value=141, required=False, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked, use_required_attribute=False)
        self.names: dict[str, str] = dict(kept("areas", (), _names))
        self.is_wide = is_wide(self.names)
        cities = {code: short_name(name) for code, name in self.names.items() if len(code) == CITY_LENGTH}
        city, district = asked.get("kota", ""), asked.get("kecamatan", "")
        self._offer("kota", _("Semua"), cities.items)
        self._offer("kecamatan", _("Semua"), lambda: self._districts(cities, city))
        if district in self.names and district.startswith(city):
            villages = self._villages(district)
            self._offer("kelurahan", _("Semua"), lambda: villages)
        else:
            del self.fields["kelurahan"]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def _offer(self, name: str, everything: object, choices: Callable[[], Iterable[object]]) -> None:
        """Called only when the form is drawn or the field was filled."""
        self.fields[name].choices = lambda: [("", everything), *choices()]  # type: ignore[attr-defined]

    def _districts(self, cities: dict[str, str], city: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """The districts under their city; of the chosen city only, once one is chosen, and in a wide country only then."""
        city = city or (self.data.get("kecamatan", "")[:CITY_LENGTH] if self.is_wide else "")
        wanted = [city] if city in cities else [] if self.is_wide else list(cities)
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

    @property
    def has_districts(self) -> bool:
        """Whether there is a district to choose: in a wide country only within a kota, which is then offered in its place."""
        return not self.is_wide or bool({"kota", "kecamatan"} & self.understood.keys())

    def _villages(self, district: str) -> list[tuple[str, str]]:
        villages: list[tuple[str, str]] = kept("villages", (district,), lambda: _villages_of(district))
        self.names |= dict(villages)
        return villages

    @cached_property
    def understood(self) -> dict[str, str | float]:
        """What was asked for and makes sense: no place without the wish for what is near, and no such wish without one."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        if found.get("urut") == NEAREST and "lat" in found and "lon" in found:
            return found | {"lat": round(found["lat"], DECIMALS), "lon": round(found["lon"], DECIMALS)}
        return {
            name: value
            for name, value in found.items()
            if name not in ("lat", "lon") and (name, value) != ("urut", NEAREST)
        }

    def chosen(self) -> dict[str, str]:
        """The choices, for addresses; never the reader's place."""
        return {name: str(value) for name, value in self.understood.items() if name not in ("lat", "lon")}

    @cached_property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The choices as one value: what a piece of the page depends on."""
        return tuple(sorted(self.chosen().items()))

    @property
    def parts(self) -> dict[str, str]:
        """The choices without the order: what is looked for."""
        return parts_of(self.chosen())

    @property
    def place(self) -> tuple[float, float] | None:
        """Where the reader is, roughly, when what is near was asked for."""
        found = self.understood
        return (float(found["lat"]), float(found["lon"])) if "lat" in found else None

    @property
    def lacks_place(self) -> bool:
        """Whether what is near was asked for without telling from where."""
        return self.data.get("urut") == NEAREST and self.place is None

    @property
    def has_more(self) -> bool:
        """Whether one of the filters below the fold is used."""
        below = {"status", "untuk"} if self.is_wide else {"kota", "status", "untuk"}
        return bool(below & self.understood.keys())

    @property
    def area(self) -> str:
        """The finest official code that was chosen; "" is everywhere."""
        chosen = self.chosen()
        return chosen.get("kelurahan") or chosen.get("kecamatan") or chosen.get("kota") or ""

    @property
    def area_name(self) -> str:
        return short_name(self.names.get(self.area, ""))

    @property
    def words(self) -> str:
        """What is looked for, in words."""
        chosen = self.chosen()
        said = [self.area_name or str(_("Seluruh Jakarta")), chosen.get("jenjang", "")]
        for name in ("status", "untuk", "gawai"):
            labels = dict(self.fields[name].choices)  # type: ignore[attr-defined]
            said.append(str(labels[chosen[name]]) if name in chosen else "")
        said.append(f"“{chosen['cari']}”" if "cari" in chosen else "")
        return " · ".join(word for word in said if word)

    @property
    def order(self) -> tuple[str, ...]:
        """The fields by which the list is read, the last one unique."""
        return ORDERS[self.order_name]

    @property
    def order_name(self) -> str:
        return str(self.understood.get("urut", ""))

    @property
    def orders(self) -> list[tuple[str, str]]:
        """(value, words) of the ways to order the list."""
        return [(str(value), str(label)) for value, label in self.fields["urut"].choices]  # type: ignore[attr-defined]

    def schools(self) -> QuerySet[School] | None:
        """The schools that fit what was asked about schools; None when nothing was."""
        found, chosen = Q(), self.chosen()
        if level := chosen.get("jenjang"):
            found &= Q(form__in=LEVELS[level])
        if status := chosen.get("status"):
            found &= Q(status=status)
        if text := chosen.get("cari"):
            found &= _named(text)
        return School.objects.filter(found) if found else None

    def classes(self) -> tuple[str, ...]:
        """The classes of need that fit; none means all."""
        chosen = self.chosen()
        fitting = classes_for(chosen["gawai"]) if "gawai" in chosen else tuple(NeedClass.values)
        wanted = tuple(one for one in fitting if one == chosen.get("untuk", one))
        return () if len(wanted) == len(NeedClass.values) else wanted or ("",)

    def tallies(self) -> QuerySet[NeedTally]:
        """The counts of schools and classes with open needs that fit, with `degrees` (schools/places.py) when a place is known."""
        found = NeedTally.objects.filter(open__gt=0, school__is_closed=False, school__accepted_at__isnull=False)
        if self.area:
            found = found.filter(within("region", [self.area]))
        if (schools := self.schools()) is not None:
            found = found.filter(school__in=schools)
        if classes := self.classes():
            found = found.filter(need_class__in=classes)
        return found.annotate(degrees=degrees_from(*self.place, prefix="school__")) if self.place else found


def _names() -> list[tuple[str, str]]:
    levels = [Territory.Level.CITY, Territory.Level.DISTRICT]
    return list(Territory.objects.filter(level__in=levels).order_by("code").values_list("code", "name"))


def _villages_of(district: str) -> list[tuple[str, str]]:
    return list(Territory.objects.filter(parent_id=district).order_by("name").values_list("code", "name"))


def _named(text: str) -> Q:
    """Every word of `text` stands somewhere in the school's name, or `text` is its NPSN."""
    words = Q()
    for word in text.split():
        words &= Q(name__icontains=word)
    return words | Q(npsn=text.strip().upper()) if text.split() else words
