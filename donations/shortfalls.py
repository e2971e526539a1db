"""Devices of an appointment that did not come: what is said of one, and the list that both sides read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from donations.models import Handover, Shortfall
from ksbb.authority.actors import Actor

Kind = Shortfall.Kind


@dataclass(frozen=True)
class Absent:
    """One unit (key of its allocation), what became of its device (a Shortfall.Kind), and why."""

    unit: int
    kind: str
    reason: str


def never_came() -> Exists:
    """Of rows of allocations: whether the school reported that the device did not arrive, or does not stay."""
    return Exists(Shortfall.objects.filter(allocation=OuterRef("pk"), stage=Shortfall.Stage.REPORTED))


def said_of(missing: Iterable[Absent]) -> str:
    """All of it in one line, for the paper that is voided by it (at most 300 characters)."""
    reasons = dict.fromkeys(f"{Kind(one.kind).label}: {one.reason}" for one in missing)
    return "; ".join(reasons)[:300]


def counts_of(missing: Iterable[Absent]) -> dict[str, int]:
    """How many of each kind: {"lost": 1}."""
    return dict(Counter(one.kind for one in missing))


def shortfalls_of(handover: Handover, actor: Actor) -> list[Shortfall]:
    """One query; whose it was is not told."""
    seen = Shortfall.objects.visible_to(actor).filter(handover=handover)
    return list(seen.select_related("allocation__line").order_by("pk"))
