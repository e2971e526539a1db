"""Which earlier photos a new one is a copy of, in whatever disguise; and what was found about a report's photos.

The search asks the four band indexes of `EvidencePrint`: two prints that differ in at most seven of 64 bits have a band of
sixteen bits in which they differ in one bit at most. Narrow questions are asked for the very same band only. What comes back
is compared in full, coarse and fine (`ksbb/common/prints.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q, QuerySet

from ksbb.authority.actors import Actor
from ksbb.common.prints import MOST_COARSE, Print, Question, fine_distance
from verification.models import Evidence, EvidenceLikeness, EvidencePrint, Report

BANDS, BAND_BITS = 4, 16
# A picture that resembles more than so many was not found to be anybody's copy but a kind of its own; the closest are enough.
MOST_CANDIDATES, MOST_COPIES = 2_000, 20

_TABLE = EvidencePrint._meta.db_table
_CANDIDATES = " UNION ALL ".join(
    f"SELECT a.print AS asked, p.print, p.evidence_id FROM unnest(%s::bigint[], %s::int[]) a(print, band) "  # noqa: S608
    f"JOIN {_TABLE} p ON p.band_{n} = a.band"
    for n in range(BANDS)
)
_SEARCH = (
    f"SELECT DISTINCT evidence_id FROM ({_CANDIDATES}) found "  # noqa: S608 - names of our own tables
    "WHERE bit_count((asked # print)::bit(64)) <= %s LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """An earlier photo, in how many of 256 bits it differs from the new one, and whether it had to be mirrored for that."""

    evidence_id: int
    distance: int
    is_mirrored: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """For the sheet: `evidence_id` of the report at hand looks like a photo of another report.

    `other` is that report with handover and school, None where the reader may not see it.
    """

    evidence_id: int
    other: Report | None
    is_mirrored: bool


def bands_of(coarse: int) -> tuple[int, ...]:
    """The four bands of a print, the lowest bits first."""
    return tuple(coarse >> BAND_BITS * n & 0xFFFF for n in range(BANDS))


def copies_of(questions: Sequence[Question]) -> list[Copy]:
    """Each earlier photo once, the closest first."""
    prints = _prints_of(_candidates(questions))
    nearest: dict[int, Copy] = {}
    for evidence_id, kept in prints:
        for one in questions:
            if one.print.is_like(kept):
                found = Copy(evidence_id, fine_distance(one.print.fine, kept.fine), one.is_mirrored)
                nearest[evidence_id] = min(found, nearest.get(evidence_id, found), key=lambda copy: copy.distance)
    return sorted(nearest.values(), key=lambda copy: (copy.distance, copy.evidence_id))[:MOST_COPIES]


def _candidates(questions: Sequence[Question]) -> list[int]:
    """Ids of photos with a print that is near in the coarse bits."""
    params: list[list[int]] = []
    for n in range(BANDS):
        probes = [(one.print.coarse, value) for one in questions for value in probes_of(one, n)]
        params += [[coarse for coarse, _value in probes], [value for _coarse, value in probes]]
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, [*params, MOST_COARSE, MOST_CANDIDATES])
        return [evidence_id for (evidence_id,) in cursor.fetchall()]


def probes_of(question: Question, n: int) -> list[int]:
    band = bands_of(question.print.coarse)[n]
    return [band] if question.is_narrow else [band, *(band ^ 1 << bit for bit in range(BAND_BITS))]


def _prints_of(ids: Collection[int]) -> list[tuple[int, Print]]:
    if not ids:
        return []
    rows = EvidencePrint.objects.filter(evidence__in=ids).values_list("evidence_id", "print", "fine")
    return [(evidence_id, Print(coarse, bytes(fine))) for evidence_id, coarse, fine in rows]


def alike_counts(reports: Collection[Report]) -> dict[int, int]:
    """Report id → how many of its current photos resemble one of another report; reports without any are left out. Two queries."""
    told: dict[int, set[int]] = defaultdict(set)
    report_of = _current_photos(reports)
    for later, earlier in _found_about(report_of).values_list("later_id", "earlier_id"):
        for evidence_id in {later, earlier} & report_of.keys():
            told[report_of[evidence_id]].add(evidence_id)
    return {report_id: len(alike) for report_id, alike in told.items()}


def reports_like(report: Report) -> list[int]:
    """Ids of the other reports of which a photo resembles one of this report's current ones."""
    mine = _current_photos([report])
    pairs = _found_about(mine).values_list("later__report", "earlier__report")
    return sorted({other for pair in pairs for other in pair} - {report.pk})


def likenesses_of(report: Report, actor: Actor) -> list[Likeness]:
    """For the validator's sheet, in three queries. Whose the other photo is only where the reader may see that report."""
    mine = _current_photos([report])
    pairs = list(_found_about(mine).select_related("later", "earlier").order_by("distance", "pk"))
    others = [one.earlier if one.later_id in mine else one.later for one in pairs]
    seen = Report.objects.visible_to(actor).select_related("handover__school")
    reports = {one.pk: one for one in seen.filter(pk__in={other.report_id for other in others})} if others else {}
    return [
        Likeness(
            one.later_id if one.later_id in mine else one.earlier_id,
            reports.get(other.report_id),
            one.is_mirrored,
        )
        for one, other in zip(pairs, others, strict=True)
    ]


def _current_photos(reports: Collection[Report]) -> dict[int, int]:
    """Photo → report."""
    return dict(Evidence.objects.current().filter(report__in=reports).values_list("pk", "report_id"))


def _found_about(ids: Collection[int]) -> QuerySet[EvidenceLikeness]:
    """Whichever of the two photos came first. The very same file is told elsewhere (`Evidence.sha256`)."""
    pairs = EvidenceLikeness.objects.filter(Q(later__in=ids) | Q(earlier__in=ids))
    return pairs.exclude(later__sha256=F("earlier__sha256"))


def prints_to_keep(evidence: Evidence, prints: Sequence[Print]) -> list[EvidencePrint]:
    """Rows, not stored yet."""
    return [
        EvidencePrint(
            evidence=evidence,
            variant=variant,
            print=one.coarse,
            fine=one.fine,
            **{f"band_{n}": band for n, band in enumerate(bands_of(one.coarse))},
        )
        for variant, one in enumerate(prints)
    ]
