"""The places of many needs at once: one statement for a class or a school, where `ranking.place_of` asks for one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from ksbb.territories.models import CITY_LENGTH
from recipients.models import Need
from recipients.ranking import VERDICT, Place
from recipients.states import NeedState

_LINE = "n.turn, -a.points, n.lot, n.id"
_PLACES = f"""
SELECT id, in_school, of_school, in_city, of_city FROM (
    SELECT n.id, row_number() OVER (school ORDER BY {_LINE}) AS in_school, count(*) OVER school AS of_school,
           row_number() OVER (city ORDER BY {_LINE}) AS in_city, count(*) OVER city AS of_city
    FROM recipients_need n {VERDICT}
    WHERE n.state = 'open' AND n.need_class = ANY(%(classes)s)
      AND left(n.region, {CITY_LENGTH}) = ANY(%(cities)s) AND n.region >= %(low)s AND n.region < %(high)s
    WINDOW school AS (PARTITION BY n.school_id, n.need_class),
           city AS (PARTITION BY left(n.region, {CITY_LENGTH}), n.need_class)
) AS line WHERE id = ANY(%(ids)s)
"""  # noqa: S608 - names of ours, values bound


def places_of(needs: Iterable[Need]) -> dict[int, Place]:
    """Need id → place, for those that are open; equal to `place_of` of each."""
    wanted = [need for need in needs if need.state == NeedState.OPEN]
    if not wanted:
        return {}
    cities = sorted({need.region[:CITY_LENGTH] for need in wanted})
    values: dict[str, Any] = {
        "ids": [need.pk for need in wanted],
        "classes": sorted({need.need_class for need in wanted}),
        "cities": cities,
        "low": cities[0],
        # The sign after the dot: everything that lies in the last of the cities.
        "high": f"{cities[-1]}/",
    }
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, values)
        return {pk: Place(*place) for pk, *place in cursor.fetchall()}
