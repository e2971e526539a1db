"""A register grown to a size, judged, with its needs and counts: where the parts of a benchmark begin."""

from __future__ import annotations

from benchmarks._base import sql
from benchmarks._measuring import note

NATION, CITY = 1_000_000, 185_000


def install() -> None:
    """The first criteria: without them nobody has a need."""
    from recipients.actions.install_first_criteria import install_first_criteria  # noqa: PLC0415 - the settings come first

    install_first_criteria()


def publish_again() -> None:
    """A version over everybody who is there, so that verdicts, needs and counts are what a grown register has."""
    from benchmarks import _judging  # noqa: PLC0415
    from ksbb.authority.actors import SYSTEM  # noqa: PLC0415
    from recipients.actions.fold_tallies import fold_tallies  # noqa: PLC0415
    from recipients.actions.publish_criteria import publish_criteria  # noqa: PLC0415

    note("judging everybody …")
    publish_criteria(criteria=_judging.another_version(), actor=SYSTEM)
    fold_tallies()
    for table in ("recipients_need", "recipients_needtally", "recipients_needdelta"):
        sql(f"VACUUM (ANALYZE) {table}")


def grow(people: int) -> None:
    """`people` registered, judged and waiting."""
    from benchmarks import _people  # noqa: PLC0415

    install()
    _people.grow_to(people)
    publish_again()


def scaled(size: int, rows: int, *, least: int = 50) -> int:
    """`size` when `rows` take the place of a million people."""
    return max(least, round(size * rows / NATION))
