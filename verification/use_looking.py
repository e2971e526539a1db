"""What a reader of a use round is told of its photos: what each is a copy of, and what does not fit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from ksbb.authority.actors import Actor
from verification import oddities
from verification.looking import metres_to
from verification.models import EvidenceLikeness, Report, UsePhoto, UseRound
from verification.oddities import Oddity


@dataclass(frozen=True, slots=True)
class UseLikeness:
    """A photo that was seen before: with the report that it proved, or with the round in which it showed another device.

    Both are None where the reader may not see them.
    """

    is_report: bool
    is_mirrored: bool
    report: Report | None = None
    round: UseRound | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """One photo: what it is a copy of, and what else is odd about it."""

    likenesses: Sequence[UseLikeness]
    oddities: Sequence[Oddity]


def looked_at(round_: UseRound, photos: Collection[UsePhoto], actor: Actor) -> dict[int, Looked]:
    """Photo key → what was found; for who oversees the ground, not for the school itself. Three queries, however many photos.

    `round_` with its school.
    """
    if not actor.oversees or actor.organisation_id == round_.school.organisation_id:
        return {}
    alike = _alike(photos, actor)
    return {
        one.pk: Looked(
            alike.get(one.pk, []),
            oddities.of_use_photo(taken_at=one.taken_at, asks_on=round_.asks_on, metres=metres_to(round_.school, one)),
        )
        for one in photos
    }


def copied_in(rounds: Collection[UseRound]) -> Counter[int]:
    """Round key → how many of its photos are copies of others; one query."""
    mine = UsePhoto.objects.filter(
        Q(like_earlier__isnull=False) | Q(like_later__isnull=False), answer__round__in=rounds
    )
    return Counter(dict(mine.distinct().values_list("pk", "answer__round")).values())


def _alike(photos: Collection[UsePhoto], actor: Actor) -> Mapping[int, list[UseLikeness]]:
    mine = {one.pk for one in photos}
    pairs = list(
        EvidenceLikeness.objects.filter(Q(later_use__in=mine) | Q(earlier_use__in=mine))
        .select_related("later", "earlier", "later_use__answer", "earlier_use__answer")
        .order_by("distance", "pk")
    )
    reports = {one.report_id for pair in pairs for one in (pair.later, pair.earlier) if one}
    rounds = {one.answer.round_id for pair in pairs for one in (pair.later_use, pair.earlier_use) if one}
    seen_reports = Report.objects.visible_to(actor).select_related("handover__school").in_bulk(reports)
    seen_rounds = UseRound.objects.visible_to(actor).select_related("school").in_bulk(rounds) if rounds else {}
    found: dict[int, list[UseLikeness]] = defaultdict(list)
    for pair in pairs:
        for me, other_report, other_use in (
            (pair.later_use, pair.earlier, pair.earlier_use),
            (pair.earlier_use, pair.later, pair.later_use),
        ):
            if me is None or me.pk not in mine:
                continue
            found[me.pk].append(
                UseLikeness(
                    is_report=other_report is not None,
                    is_mirrored=pair.is_mirrored,
                    report=seen_reports.get(other_report.report_id) if other_report else None,
                    round=seen_rounds.get(other_use.answer.round_id) if other_use else None,
                )
            )
    return found
