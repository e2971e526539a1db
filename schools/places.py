"""How far it is to a school, as an expression that an index answers: nothing is reckoned for schools further away."""

from __future__ import annotations

from django.db.models import F, FloatField, Func, Value
from django.db.models.functions import Coalesce

METRES_PER_DEGREE = 111_195
# A degree of longitude beside one of latitude, at Jakarta: cos 6.2°. Wrong by 0.2 % in Kepulauan Seribu, by 1.3 % in Rote.
EAST = 0.9942
# Where schools without a known place stand, in degrees: behind all others, and all equally far.
NOWHERE = 1000.0


def place(prefix: str = "") -> Func:
    """The school's place as a point (east, north) in degrees of latitude; `prefix` leads to the school. The index
    `school_place` holds just this, so a change here needs a migration."""
    return Func(
        Coalesce(F(f"{prefix}longitude") * Value(EAST), Value(NOWHERE)),
        Coalesce(F(f"{prefix}latitude"), Value(NOWHERE)),
        function="point",
        output_field=FloatField(),
    )


def degrees_from(latitude: float, longitude: float, *, prefix: str = "") -> Func:
    """How far from (latitude, longitude) to the school, in degrees of latitude over a flat country; see `metres_of`."""
    here = Func(Value(longitude * EAST), Value(latitude), function="point", output_field=FloatField())
    return Func(place(prefix), here, template="(%(expressions)s)", arg_joiner=" <-> ", output_field=FloatField())


def metres_of(degrees: float) -> int | None:
    """Whole metres; None for a school whose place is not known."""
    return round(degrees * METRES_PER_DEGREE) if degrees < NOWHERE / 2 else None
