"""Needs by place: the areas inside an area with their numbers, and the offices that accompany them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from ksbb.accounts.models import Organisation
from ksbb.territories.models import CITY_LENGTH, DISTRICT_LENGTH, VILLAGE_LENGTH, short_name
from recipients.statistics import Figures


@dataclass(frozen=True)
class AreaRow:
    """One area with its numbers; `city` is the kota of a kecamatan, empty for others."""

    code: str
    name: str
    city: str
    figures: Figures

    @property
    def left(self) -> int:
        return max(0, self.figures.open)

    @property
    def has_page(self) -> bool:
        """A kota and a kecamatan have pages of their own."""
        return len(self.code) in (CITY_LENGTH, DISTRICT_LENGTH)


# Jakarta has 44 kecamatan, a nation 7,000: from here on everywhere is told apart into kota, and kecamatan are named within one.
MOST_DISTRICTS = 200


def is_wide(names: Mapping[str, str]) -> bool:
    """Whether these areas are more than a page should name at once."""
    return sum(len(code) == DISTRICT_LENGTH for code in names) > MOST_DISTRICTS


def finer_than(code: str, *, wide: bool = False) -> int:
    """The length of the codes into which an area is told apart: everywhere and a kota into kecamatan, else into kelurahan.

    In a wide country everywhere is told apart into kota.
    """
    if wide and not code:
        return CITY_LENGTH
    return DISTRICT_LENGTH if len(code) <= CITY_LENGTH else VILLAGE_LENGTH


def area_rows(found: Mapping[str, Figures], names: Mapping[str, str]) -> list[AreaRow]:
    """The areas with needs, by what is still open, the most first."""
    rows = [
        AreaRow(
            code,
            short_name(names[code]),
            short_name(names.get(code[:CITY_LENGTH], "")) if len(code) == DISTRICT_LENGTH else "",
            figures,
        )
        for code, figures in found.items()
        if code in names and figures.needed
    ]
    return sorted(rows, key=lambda row: (-row.figures.open, row.code))


def offices_over(code: str, *, most: int = 2) -> Sequence[Organisation]:
    """The offices of the ground around `code`, the nearest first: Kasatlak, then Sudin; of a kota its Sudin. Never the province."""
    of_city = len(code) == CITY_LENGTH
    inside = Q(territories__code__startswith=f"{code}.") if of_city else Q(territories=code[:DISTRICT_LENGTH])
    around = inside | Q(territories=code[:CITY_LENGTH])
    watching = Organisation.objects.filter(around, kind=Organisation.Kind.OFFICE)
    found = Organisation.objects.filter(pk__in=watching.values("pk")).annotate(ground=Count("territories"))
    return list(found.order_by("-ground" if of_city else "ground", "name", "pk")[:most])
