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
from verification.models import Evidence, EvidenceLikeness, EvidencePrint, Report, UsePhoto

BANDS, BAND_BITS = 4, 16
# A picture that resembles more than so many was not found to be anybody's copy but a kind of its own; the closest are enough.
MOST_CANDIDATES, MOST_COPIES = 2_000, 20

# A photo by its key: that of the evidence, or that of a device in use.
Key = tuple[int | None, int | None]

_TABLE = EvidencePrint._meta.db_table
_CANDIDATES = " UNION ALL ".join(
    f"SELECT a.print AS asked, p.print, p.evidence_id, p.use_photo_id FROM unnest(%s::bigint[], %s::int[]) a(print, band) "  # noqa: S608
    f"JOIN {_TABLE} p ON p.band_{n} = a.band"
    for n in range(BANDS)
)
_SEARCH = (
    f"SELECT DISTINCT evidence_id, use_photo_id FROM ({_CANDIDATES}) found "  # noqa: S608 - names of our own tables
    "WHERE bit_count((asked # print)::bit(64)) <= %s LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """An earlier photo, in how many of 256 bits it differs from the new one, and whether it had to be mirrored for that.

    One of the two keys is filled: it proves a handover, or shows a device in use.
    """

    evidence_id: int | None
    distance: int
    is_mirrored: bool
    use_photo_id: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """For the sheet: `evidence_id` of the report at hand looks like a photo of another report, or of a device in use (`is_use`).

    `other` is that report with handover and school, None where the reader may not see it.
    """

    evidence_id: int
    other: Report | None
    is_mirrored: bool
    is_use: bool = False


def bands_of(coarse: int) -> tuple[int, ...]:
    """The four bands of a print, the lowest bits first."""
    return tuple(coarse >> BAND_BITS * n & 0xFFFF for n in range(BANDS))


def copies_of(questions: Sequence[Question]) -> list[Copy]:
    """Each earlier photo once, the closest first."""
    prints = _prints_of(_candidates(questions))
    nearest: dict[Key, Copy] = {}
    for key, kept in prints:
        for one in questions:
            if one.print.is_like(kept):
                found = Copy(key[0], fine_distance(one.print.fine, kept.fine), one.is_mirrored, key[1])
                nearest[key] = min(found, nearest.get(key, found), key=lambda copy: copy.distance)
    near = sorted(nearest.values(), key=lambda copy: (copy.distance, copy.evidence_id or 0, copy.use_photo_id or 0))
    return near[:MOST_COPIES]


def _candidates(questions: Sequence[Question]) -> list[Key]:
    """Keys of photos with a print that is near in the coarse bits."""
    params: list[list[int]] = []
    for n in range(BANDS):
        probes = [(one.print.coarse, value) for one in questions for value in probes_of(one, n)]
        params += [[coarse for coarse, _value in probes], [value for _coarse, value in probes]]
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, [*params, MOST_COARSE, MOST_CANDIDATES])
        return [(evidence_id, use_photo_id) for evidence_id, use_photo_id in cursor.fetchall()]


def probes_of(question: Question, n: int) -> list[int]:
    band = bands_of(question.print.coarse)[n]
    return [band] if question.is_narrow else [band, *(band ^ 1 << bit for bit in range(BAND_BITS))]


def _prints_of(keys: Collection[Key]) -> list[tuple[Key, Print]]:
    if not keys:
        return []
    evidence = [key[0] for key in keys if key[0] is not None]
    shown = [key[1] for key in keys if key[1] is not None]
    # Each kind by its own index; most searches find none of the second.
    found = EvidencePrint.objects.filter(evidence__in=evidence) if evidence else EvidencePrint.objects.none()
    used = EvidencePrint.objects.filter(use_photo__in=shown) if shown else EvidencePrint.objects.none()
    columns = ("evidence_id", "use_photo_id", "print", "fine")
    rows = [*found.values_list(*columns), *used.values_list(*columns)]
    return [((evidence_id, photo_id), Print(coarse, bytes(fine))) for evidence_id, photo_id, coarse, fine in rows]


def alike_counts(reports: Collection[Report]) -> dict[int, int]:
    """Report id → how many of its current photos resemble one of another report; reports without any are left out. Two queries."""
    told: dict[int, set[int]] = defaultdict(set)
    report_of = _current_photos(reports)
    for later, earlier in _found_about(report_of).values_list("later_id", "earlier_id"):
        for evidence_id in {later, earlier} & report_of.keys():
            if evidence_id is not None:
                told[report_of[evidence_id]].add(evidence_id)
    return {report_id: len(alike) for report_id, alike in told.items()}


def reports_like(report: Report) -> list[int]:
    """Ids of the other reports of which a photo resembles one of this report's current ones."""
    mine = _current_photos([report])
    pairs = _found_about(mine).values_list("later__report", "earlier__report")
    return sorted({other for pair in pairs for other in pair if other is not None} - {report.pk})


def likenesses_of(report: Report, actor: Actor) -> list[Likeness]:
    """For the validator's sheet, in three queries. Whose the other photo is only where the reader may see that report."""
    mine = _current_photos([report])
    pairs = list(_found_about(mine).select_related("later", "earlier").order_by("distance", "pk"))
    others = [one.earlier if one.later_id in mine else one.later for one in pairs]
    seen = Report.objects.visible_to(actor).select_related("handover__school")
    theirs = {other.report_id for other in others if other is not None}
    reports = {one.pk: one for one in seen.filter(pk__in=theirs)} if theirs else {}
    return [
        Likeness(
            one.later_id if one.later_id in mine else one.earlier_id,  # type: ignore[arg-type]
            reports.get(other.report_id) if other is not None else None,
            one.is_mirrored,
            is_use=other is None,
        )
        for one, other in zip(pairs, others, strict=True)
    ]


def _current_photos(reports: Collection[Report]) -> dict[int, int]:
    """Photo → report."""
    return dict(Evidence.objects.current().filter(report__in=reports).values_list("pk", "report_id"))


def _found_about(ids: Collection[int]) -> QuerySet[EvidenceLikeness]:
    """Whichever of the two photos came first. The very same file is told elsewhere (`Evidence.sha256`)."""
    pairs = EvidenceLikeness.objects.filter(Q(later__in=ids) | Q(earlier__in=ids))
    same_file = Q(later__sha256=F("earlier__sha256"), later__isnull=False, earlier__isnull=False)
    return pairs.filter(Q(later_use__isnull=False) | Q(earlier_use__isnull=False) | ~same_file)


def prints_to_keep(photo: Evidence | UsePhoto, prints: Sequence[Print]) -> list[EvidencePrint]:
    """Rows, not stored yet."""
    key = {"evidence": photo} if isinstance(photo, Evidence) else {"use_photo": photo}
    return [
        EvidencePrint(
            **key,
            variant=variant,
            print=one.coarse,
            fine=one.fine,
            **{f"band_{n}": band for n, band in enumerate(bands_of(one.coarse))},
        )
        for variant, one in enumerate(prints)
    ]
