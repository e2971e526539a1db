"""The lines of a basket as its pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from donations.baskets import Held, held_of, items_of
from donations.holding import open_needs
from donations.models import Basket, BasketItem
from ksbb.territories.models import Territory


@dataclass(frozen=True)
class Line:
    """`left`: how many more the school could be promised, told only where something is missing."""

    item: BasketItem
    count: int
    missing: int
    left: int | None
    place: str


def lines_of_basket(basket: Basket) -> list[Line]:
    held = held_of(items_of(basket))
    codes = {one.item.area for one in held if one.item.area}
    names = {one.code: one.short_name for one in Territory.objects.filter(code__in=codes)} if codes else {}
    return [Line(one.item, one.count, one.missing, _left(one), _place(one.item, names)) for one in held]


def _left(held: Held) -> int | None:
    item = held.item
    return open_needs(item.school_id, item.need_class) if held.missing > 0 and item.school_id else None


def _place(item: BasketItem, names: dict[str, str]) -> str:
    if item.target != BasketItem.Target.AREA:
        return ""
    return f"{names.get(item.area, item.area)}, {item.form or _('semua jenjang')}"
