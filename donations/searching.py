"""The words in which needs are looked for, and how many are open for many such searches at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django.db import connection

from donations.offers import FITS

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

# What a search is made of; the order of the list and the reader's place are no part of it.
PARTS = ("cari", "kota", "kecamatan", "kelurahan", "jenjang", "status", "untuk", "gawai")

# The same choices as NeedFilter.tallies(), over all asked searches in one statement.
_COUNTS = """
SELECT asked.ordinality, coalesce(sum(t.open), 0)::bigint
FROM jsonb_array_elements(%(searches)s::jsonb) WITH ORDINALITY AS asked(filters)
CROSS JOIN LATERAL (
    SELECT coalesce(filters->>'kelurahan', filters->>'kecamatan', filters->>'kota') AS area,
           %(levels)s::jsonb -> (filters->>'jenjang') AS forms,
           %(fits)s::jsonb -> (filters->>'gawai') AS classes
) said
LEFT JOIN (
    recipients_needtally t JOIN schools_school s
    ON s.id = t.school_id AND NOT s.is_closed AND s.accepted_at IS NOT NULL
) ON t.open > 0
    AND (said.area IS NULL OR t.region = said.area OR starts_with(t.region, said.area || '.'))
    AND (said.forms IS NULL OR said.forms ? s.form)
    AND (said.classes IS NULL OR said.classes ? t.need_class)
    AND (filters->>'untuk' IS NULL OR filters->>'untuk' = t.need_class)
    AND (filters->>'status' IS NULL OR filters->>'status' = s.status)
    AND (filters->>'cari' IS NULL OR upper(s.npsn) = upper(filters->>'cari') OR NOT EXISTS (
        SELECT FROM regexp_split_to_table(filters->>'cari', '\\s+') AS word
        WHERE position(upper(word) IN upper(s.name)) = 0
    ))
GROUP BY asked.ordinality
"""


def parts_of(chosen: Mapping[str, str]) -> dict[str, str]:
    """What of an address makes the search, in one order, so that equal searches are equal."""
    return {name: str(chosen[name]) for name in PARTS if chosen.get(name)}


def open_counts(searches: Iterable[Mapping[str, str]]) -> list[int]:
    """How many needs are open for each of `searches` (as `parts_of` gives them), in their order; one statement."""
    asked = [dict(search) for search in searches]
    fits = {
        device: [need_class for need_class, types in FITS.items() if device in types]
        for device in {device for types in FITS.values() for device in types}
    }
    values = {"searches": json.dumps(asked), "levels": json.dumps(LEVELS), "fits": json.dumps(fits)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        found = dict(cursor.fetchall())
    return [found.get(number, 0) for number in range(1, len(asked) + 1)]
