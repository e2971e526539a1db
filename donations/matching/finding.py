"""Which of many places suit a wish and a type of device, found a column at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from donations.matching.given import FITS, Ints, Place, Wish

Mask = NDArray[np.bool_]


def lies_in(code: str, territory: str) -> bool:
    """The dot is part of the prefix: 31.7 is not the parent of 31.73."""
    return code == territory or code.startswith(f"{territory}.")


def grants(wish: Wish, place: Place) -> bool:
    """The place is one that the donor asked for."""
    here = not wish.territory or lies_in(place.village, wish.territory) or lies_in(place.district, wish.territory)
    return (
        here
        and wish.form in ("", place.form)
        and wish.school in (None, place.school)
        and wish.need_class in ("", place.need_class)
    )


class Finder:
    """Places by their numbers in the sequence given."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        self._masks: dict[tuple[str, str], Mask] = {}

    def suiting(self, device_type: str, wish: Wish) -> Ints:
        """The numbers of the places that a device of the type can serve and the donor asked for; gates and caps apart."""
        if wish.school is None:
            mask = self._lying_in(wish.territory) & self._of_form(wish.form) & self._of_class(wish.need_class)
            return np.flatnonzero(mask & self._taking(device_type))
        theirs = [at for at in self.of_school.get(wish.school, ()) if grants(wish, self.places[at])]
        return np.array(
            [at for at in theirs if device_type in FITS.get(self.places[at].need_class, ())], dtype=np.int64
        )

    @cached_property
    def of_school(self) -> dict[int, list[int]]:
        found = defaultdict(list)
        for at, place in enumerate(self.places):
            found[place.school].append(at)
        return found

    @cached_property
    def _of_district(self) -> dict[str, list[int]]:
        found = defaultdict(list)
        for at, place in enumerate(self.places):
            found[place.district].append(at)
        return found

    @cached_property
    def _forms(self) -> NDArray[np.str_]:
        return np.array([place.form for place in self.places], dtype=np.str_)

    @cached_property
    def _classes(self) -> NDArray[np.str_]:
        return np.array([place.need_class for place in self.places], dtype=np.str_)

    def _all(self) -> Mask:
        return np.ones(len(self.places), dtype=bool)

    def _of_form(self, form: str) -> Mask:
        return self._kept("form", form, lambda: self._forms == form) if form else self._all()

    def _of_class(self, need_class: str) -> Mask:
        return self._kept("class", need_class, lambda: self._classes == need_class) if need_class else self._all()

    def _taking(self, device_type: str) -> Mask:
        classes = [name for name, fitting in FITS.items() if device_type in fitting]
        return self._kept("type", device_type, lambda: np.isin(self._classes, classes))

    def _lying_in(self, territory: str) -> Mask:
        return self._kept("territory", territory, lambda: self._found_in(territory)) if territory else self._all()

    def _found_in(self, territory: str) -> Mask:
        mask = np.zeros(len(self.places), dtype=bool)
        for district, places in self._of_district.items():
            if lies_in(district, territory):
                mask[places] = True
            elif lies_in(territory, district):
                mask[[at for at in places if lies_in(self.places[at].village, territory)]] = True
        return mask

    def _kept(self, what: str, value: str, made: Callable[[], Mask]) -> Mask:
        if (what, value) not in self._masks:
            self._masks[what, value] = made()
        return self._masks[what, value]
