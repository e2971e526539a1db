"""The way of a device in public numbers: from the need to the proof, and whether it is still used afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from verification.figures import EVERYWHERE, FigureCube
from verification.models import UseAnswer
from verification.rounding import rounded, shown
from verification.use import STAGES

_STATEMENT = f"""
SELECT r.stage, count(*) FILTER (WHERE a.says = '{UseAnswer.Says.IN_USE.value}'), count(*)
FROM verification_useround r JOIN verification_useanswer a ON a.round_id = r.id
WHERE r.state = 'answered' AND a.says <> '' GROUP BY 1
"""  # noqa: S608 - a name of ours


@dataclass(frozen=True)
class StillUsed:
    """Of the devices that schools answered for, so many days after the proof; None is fewer than five."""

    days: int
    answered: int | None
    used: int | None

    @property
    def share(self) -> int | None:
        """Percent."""
        return round((self.used or 0) * 100 / self.answered) if self.answered else None


@dataclass(frozen=True)
class Step:
    """`kind` names its colour; `width` is the percent of all that is needed."""

    kind: str
    value: int | None
    width: int


def still_used() -> list[StillUsed]:
    """For each stage; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT)
        found = {stage: (used, answered - used) for stage, used, answered in cursor.fetchall()}
    told = rounded([count for stage in STAGES for count in found.get(stage, (0, 0))])
    pairs = zip(STAGES, told[::2], told[1::2], strict=True)
    return [StillUsed(stage, shown(used + rest), shown(used)) for stage, used, rest in pairs]


def steps_of(cube: FigureCube, area: str = EVERYWHERE) -> list[Step]:
    """The four numbers, each as a part of what is needed."""
    told = cube.told(area)
    numbers = (
        ("needed", told.needed),
        ("pledged", told.pledged),
        ("handed_over", told.handed_over),
        ("verified", told.verified),
    )
    whole = told.needed or 0
    return [Step(kind, value, max(1, round(100 * value / whole)) if value and whole else 0) for kind, value in numbers]
