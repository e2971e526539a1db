"""A report beside what was promised and what stands on the papers: what a validator compares, gathered in few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from donations.models import HandoverCertificate, PledgeLine
from ksbb.authority.actors import Actor
from verification import oddities
from verification.compared_devices import (
    ComparedDevice,
    CountRow,
    Guardians,
    compared_devices,
    count_rows,
    guardians_of,
)
from verification.likeness import Likeness, likenesses_of
from verification.looking import metres_from_school, odd_about
from verification.models import Evidence, Report, Verdict
from verification.oddities import Oddity
from verification.placing import Plan, plan_of

# What the sheet points out → the finding that the risk counts for it.
_FACT_OF = {
    "count": "count",
    "too_early": "date",
    "too_late": "date",
    "reused": "photo_reused",
    "far": "photo_far",
    "photo_early": "photo_time",
    "photo_late": "photo_time",
    "wanted": "device_wanted",
    "denied": "guardian_denied",
    "charged": "guardian_charged",
}


@dataclass(frozen=True)
class ComparedPhoto:
    """A photo with what is odd about it. `metres` is how far from the school it was taken, where both places are known."""

    evidence: Evidence
    metres: float | None
    oddities: Sequence[Oddity]
    # Photos of other reports that look like this one.
    likenesses: Sequence[Likeness]


@dataclass(frozen=True)
class Comparison:
    """Everything on the validator's sheet. `oddities` are those of the report itself."""

    promised: Sequence[tuple[PledgeLine, int]]
    certificates: Sequence[HandoverCertificate]
    # How many papers for persons there are; only for those who may read names.
    personal_papers: int
    devices: Sequence[ComparedDevice]
    photos: Sequence[ComparedPhoto]
    replaced: Sequence[Evidence]
    verdicts: Sequence[Verdict]
    oddities: Sequence[Oddity]
    counts: Sequence[CountRow]
    guardians: Guardians
    # Where the photos were taken, when school and photos have a place.
    plan: Plan | None

    @property
    def odd_count(self) -> int:
        at_photos = sum(len(photo.oddities) + len(photo.likenesses) for photo in self.photos)
        at_devices = sum(len(device.oddities) for device in self.devices)
        return len(self.oddities) + at_photos + at_devices + sum(row.differs for row in self.counts)

    @property
    def shown(self) -> frozenset[str]:
        """Codes of risk.WEIGHTS that the sheet already says of a photo, a device or a number: once is enough."""
        codes = {_FACT_OF[odd.code] for odd in self._all_oddities() if odd.code in _FACT_OF}
        codes |= {"photo_like"} if any(photo.likenesses for photo in self.photos) else set()
        return frozenset(codes | ({"missing", "count"} if any(row.differs for row in self.counts) else set()))

    def _all_oddities(self) -> Iterator[Oddity]:
        yield from self.oddities
        for photo in self.photos:
            yield from photo.oddities
        for device in self.devices:
            yield from device.oddities


def compare(report: Report, actor: Actor) -> Comparison:
    """`report` with handover, school, pledge and donor selected; a constant number of queries."""
    handover = report.handover
    devices = compared_devices(report, actor)
    evidence = list(report.evidence.order_by("pk"))
    current = [one for one in evidence if one.replaced_at is None]
    reused = _reused(report, current)
    here = Counter(one.allocation.line_id for one in devices)
    alike = likenesses_of(report, actor)
    photos = [
        _photo(report, one, reused[one.sha256], [other for other in alike if other.evidence_id == one.pk])
        for one in current
    ]
    papers = list(HandoverCertificate.objects.visible_to(actor).filter(handover=handover).order_by("number"))
    between = [paper for paper in papers if paper.kind == HandoverCertificate.Kind.DONOR_TO_SCHOOL]
    return Comparison(
        promised=[(line, here[line.pk]) for line in handover.pledge.lines.order_by("pk")],
        certificates=between,
        personal_papers=sum(1 for paper in papers if paper.device_id and not paper.voided_at),
        devices=devices,
        photos=photos,
        replaced=[one for one in evidence if one.replaced_at is not None],
        verdicts=list(report.verdicts.order_by("-decided_at", "-pk")),
        oddities=[
            *oddities.of_count(report.received_count, sum(1 for one in devices if one.gone is None)),
            *oddities.of_dates(
                report.received_on,
                scheduled_on=timezone.localdate(handover.scheduled_for),
                done_on=timezone.localdate(handover.done_at) if handover.done_at else None,
            ),
        ],
        counts=count_rows(report, devices),
        guardians=guardians_of(devices),
        plan=_plan(report, photos),
    )


def _plan(report: Report, photos: Sequence[ComparedPhoto]) -> Plan | None:
    school = report.handover.school
    placed = [
        (number, (one.evidence.latitude, one.evidence.longitude))
        for number, one in enumerate(photos, 1)
        if one.evidence.latitude is not None and one.evidence.longitude is not None
    ]
    if not placed or not school.latitude or not school.longitude:
        return None
    return plan_of((school.latitude, school.longitude), placed)


def _reused(report: Report, current: Sequence[Evidence]) -> Counter[str]:
    """How many other reports hold the very same picture, on whatever ground they lie."""
    hashes = [one.sha256 for one in current]
    others = Evidence.objects.filter(sha256__in=hashes).exclude(report=report)
    return Counter(sha256 for sha256, _report in set(others.values_list("sha256", "report_id")))


def _photo(report: Report, evidence: Evidence, used_elsewhere: int, alike: Sequence[Likeness]) -> ComparedPhoto:
    odd = odd_about(evidence, report, used_elsewhere=used_elsewhere)
    return ComparedPhoto(evidence, metres_from_school(evidence, report), odd, alike)
