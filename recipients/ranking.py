"""Where an open need stands in line: the household's turn, then points, then the draw's lot, then who came first.

The points are those of the person's verdict by the criteria in force, so a new version moves everybody without a need being
written. SQL that joins needs (n) with their verdicts (a) takes VERDICT and ORDER from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery

from ksbb.territories.models import CITY_LENGTH
from recipients.models import Assessment, Need, NeedClass
from recipients.models.assessment import IN_FORCE
from recipients.states import NeedState

# Joins the verdict that counts to a need n; an open need's person always has one.
VERDICT = (
    f"JOIN recipients_assessment a ON a.recipient_id = n.recipient_id AND a.is_newest AND a.criteria_id IN {IN_FORCE}"
)
ORDER = "n.turn, a.points DESC, n.lot, n.id"
# The same as one small number for lists of schools: smaller is more urgent, minus the points for the first of a household,
# ten thousand more for each device that reaches a household before (the third and later ones stand with the third).
PLACE_KEY = "(least(n.turn, 2) * 10000 - a.points)"


def out_of_turn(digests: str) -> str:
    """SQL: pupils' open needs whose stored turn is not what it is to be, in the households that the sub-select `digests` gives:
    id, school_id, need_class, region and the right `turn`.

    Who was promised or brought a device stands before those who wait. A teacher's computer is the school's and counts in none.
    """
    return f"""
    SELECT id, school_id, need_class, region, turn FROM (
        SELECT o.id, o.school_id, o.need_class, o.region, o.state, o.turn AS stored, row_number() OVER (
                   PARTITION BY m.household_digest ORDER BY o.state = 'open', a.points DESC NULLS LAST, o.lot, o.id
               ) - 1 AS turn
        FROM recipients_recipient m
        JOIN recipients_need o
            ON o.recipient_id = m.id AND o.state <> 'closed' AND o.need_class = '{NeedClass.STUDENT_DEVICE}'
        LEFT JOIN recipients_assessment a ON a.recipient_id = m.id AND a.is_newest AND a.criteria_id IN {IN_FORCE}
        WHERE m.household_digest <> '' AND m.household_digest IN ({digests})
    ) AS line WHERE state = 'open' AND turn <> stored
    """  # noqa: S608 - names of ours, values bound


@dataclass(frozen=True)
class Place:
    """The place among the open needs of the same class in the school and in the kota, from 1, and how many there are."""

    in_school: int
    of_school: int
    in_city: int
    of_city: int


# First where the need itself stands: its version and its kota as plain values let PostgreSQL read that version's verdicts in that
# kota alone. A verdict and a need have the region of their person, whose region never changes.
_MINE = f"""
SELECT n.turn, -a.points AS minus, n.lot, n.id, n.school_id AS school, n.need_class, a.criteria_id AS criteria,
       left(n.region, {CITY_LENGTH}) AS low, left(n.region, {CITY_LENGTH}) || '/' AS high
FROM recipients_need n {VERDICT} WHERE n.id = %s AND n.state = 'open'
"""  # noqa: S608 - names of ours, values bound
_PLACE = """
SELECT count(*) FILTER (WHERE here AND before) + 1, count(*) FILTER (WHERE here), count(*) FILTER (WHERE before) + 1, count(*)
FROM (
    SELECT n.school_id = %(school)s AS here,
           (n.turn, -a.points, n.lot, n.id) < (%(turn)s, %(minus)s, %(lot)s, %(id)s) AS before
    FROM recipients_need n
    JOIN recipients_assessment a ON a.recipient_id = n.recipient_id AND a.is_newest AND a.criteria_id = %(criteria)s
         AND a.region >= %(low)s AND a.region < %(high)s
    WHERE n.need_class = %(need_class)s AND n.state = 'open' AND n.region >= %(low)s AND n.region < %(high)s
) AS line
HAVING count(*) > 0
"""


def place_of(need: Need) -> Place | None:
    """None when the need is not open: who is promised a device stands in no line. Two statements; what they read grows with the
    people of one kota, however many there are elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(_MINE, [need.pk])
        mine = cursor.fetchone()
        if mine is None:
            return None
        cursor.execute(_PLACE, dict(zip([column.name for column in cursor.description], mine, strict=True)))
        row = cursor.fetchone()
    return Place(*row) if row else None


_PLACE_IN_SCHOOL = f"""
WITH line AS (
    SELECT n.id, row_number() OVER (ORDER BY {ORDER}) AS place, count(*) OVER () AS many
    FROM recipients_need n {VERDICT} WHERE n.school_id = %s AND n.need_class = %s AND n.state = 'open'
)
SELECT place, many FROM line WHERE id = %s
"""  # noqa: S608 - names of ours, values bound


def place_in_school(need: Need) -> tuple[int, int] | None:
    """The first half of `place_of`, for a page that is opened often: it reads the school's needs only, not the kota's."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE_IN_SCHOOL, [need.school_id, need.need_class, need.pk])
        row: tuple[int, int] | None = cursor.fetchone()
    return row


def in_line(needs: QuerySet[Need]) -> QuerySet[Need]:
    """The open ones among `needs`, with `points`, in the order in which they are served."""
    verdict = Assessment.objects.newest().filter(recipient=OuterRef("recipient"))
    points = Subquery(verdict.values("points")[:1], output_field=IntegerField())
    return needs.filter(state=NeedState.OPEN).annotate(points=points).order_by("turn", F("points").desc(), "lot", "id")
