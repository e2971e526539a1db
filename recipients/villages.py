"""The official code of a home's kelurahan, where the names in a file leave no doubt. One query for a whole file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Self

from ksbb.territories.models import DISTRICT_LENGTH, Territory

_KINDS = re.compile(r"^(?:kecamatan|kec|kelurahan|kel|desa|ds)\b\.?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Villages:
    """The kelurahan of one province by their names; spellings differ in blanks and signs only ("Kali Deres")."""

    names: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    # A school's file names the same few over and over.
    _asked: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def around(cls, region: str) -> Self:
        """Those of the province in which the area `region` lies."""
        areas = Territory.objects.within([region[:2]]).filter(
            level__in=[Territory.Level.DISTRICT, Territory.Level.VILLAGE]
        )
        names = dict(areas.values_list("code", "name"))
        found = cls(names)
        for code, name in names.items():
            if len(code) > DISTRICT_LENGTH:
                district = names.get(code[:DISTRICT_LENGTH], "")
                found._by_name.setdefault(_letters(name), []).append((code, _letters(district)))
        return found

    def code_of(self, village: str, district: str) -> str:
        """The code, or "" when there is none of the name, when several are, or when it lies in another kecamatan."""
        code = self._asked.get((village, district))
        if code is None:
            code = self._asked[village, district] = self._found(village, district)
        return code

    def _found(self, village: str, district: str) -> str:
        wanted = _letters(district)
        fitting = [code for code, there in self._by_name.get(_letters(village), []) if wanted in ("", there)]
        return fitting[0] if len(fitting) == 1 else ""


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _KINDS.sub("", name.strip()).lower())
