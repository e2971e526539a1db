"""What stands above the header: the school and where it lies. There is no NPSN anywhere in a Dapodik file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ksbb.imports.cells import clean

_PLACE = re.compile(r"Kecamatan (?:Kec\. ?)?(.+?), *Kabupaten (.+?), *Provinsi", re.IGNORECASE)
_NOT_A_SCHOOL = ("daftar ", "kecamatan ", "tanggal unduh", "pengunduh")

_WORDS = re.compile(r"[a-z]+|\d+")
_JOINED = re.compile(r"\b(sd|smp|sma|smk|slb|tk|mi|mts|ma)(n|s)\b")
_SPACED = re.compile(r"\b(sd|smp|sma|smk|slb) n\b")
_SAY_NOTHING = frozenset({"swasta", "pagi", "pg", "petang", "pt", "jakarta", "dki", "no", "nomor"})


@dataclass(frozen=True, slots=True)
class Title:
    """The school's name as the file writes it, its kecamatan and kota; `""` where the file does not say."""

    school_name: str = ""
    district_name: str = ""
    city_name: str = ""


def read_title(rows: tuple[tuple[str, ...], ...]) -> Title:
    """Row 2 is the school, row 3 the place; found by what they say, since people add and remove rows."""
    lines = [row[0] for row in rows if row]
    school = next((line for line in lines if not line.lower().startswith(_NOT_A_SCHOOL)), "")
    place = next((found for line in lines if (found := _PLACE.search(line))), None)
    return Title(school[:150], clean(place[1]) if place else "", clean(place[2]) if place else "")


def same_school(one: str, other: str) -> bool:
    """Whether two spellings can be one school: `SDN Kalideres 01 Pg.` and `SD NEGERI KALIDERES 1 PAGI` can.

    Good enough to warn, too loose to decide: morning and afternoon schools of one building count as one.
    """
    words = _words(one)
    return bool(words) and words == _words(other)


def _words(name: str) -> frozenset[str]:
    text = _JOINED.sub(lambda found: f"{found[1]} {'negeri' if found[2] == 'n' else ''}", name.lower())
    words = _WORDS.findall(_SPACED.sub(r"\1 negeri", text))
    return frozenset(word.lstrip("0") or "0" for word in words if word not in _SAY_NOTHING)
