"""A report beside what was promised and what stands on the papers: what a validator compares, gathered in few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from donations.models import Allocation, HandoverCertificate, PledgeLine
from donations.states import AllocationState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from recipients.models import Recipient, RecipientKind
from verification import oddities
from verification.models import Evidence, Report, Verdict
from verification.oddities import Oddity


@dataclass(frozen=True)
class ComparedPhoto:
    """A photo with what is odd about it. `metres` is how far from the school it was taken, where both places are known."""

    evidence: Evidence
    metres: float | None
    oddities: Sequence[Oddity]


@dataclass(frozen=True)
class ComparedDevice:
    """A device that changed hands; `recipient` is a name only for those who may read it."""

    allocation: Allocation
    recipient: str


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

    @property
    def odd_count(self) -> int:
        return len(self.oddities) + sum(len(photo.oddities) for photo in self.photos)


def compare(report: Report, actor: Actor) -> Comparison:
    """`report` with handover, school, pledge and donor selected; a constant number of queries."""
    handover = report.handover
    allocations = list(_handed_over(report))
    evidence = list(report.evidence.order_by("pk"))
    current = [one for one in evidence if one.replaced_at is None]
    reused = _reused(report, current)
    here = Counter(allocation.line_id for allocation in allocations)
    papers = list(HandoverCertificate.objects.visible_to(actor).filter(handover=handover).order_by("number"))
    between = [paper for paper in papers if paper.kind == HandoverCertificate.Kind.DONOR_TO_SCHOOL]
    return Comparison(
        promised=[(line, here[line.pk]) for line in handover.pledge.lines.order_by("pk")],
        certificates=between,
        personal_papers=sum(1 for paper in papers if paper.device_id and not paper.voided_at),
        devices=[ComparedDevice(one, recipient_label(one.need.recipient, actor)) for one in allocations],
        photos=[_photo(report, one, reused[one.sha256]) for one in current],
        replaced=[one for one in evidence if one.replaced_at is not None],
        verdicts=list(report.verdicts.order_by("-decided_at", "-pk")),
        oddities=[
            *oddities.of_count(report.received_count, len(allocations)),
            *oddities.of_dates(
                report.received_on,
                scheduled_on=timezone.localdate(handover.scheduled_for),
                done_on=timezone.localdate(handover.done_at) if handover.done_at else None,
            ),
        ],
    )


def recipient_label(recipient: Recipient, actor: Actor) -> str:
    """The name for the school and its officers; for everybody else, validators too, the class."""
    if actor.may(Permission.RECIPIENT_VIEW):
        return recipient.shown_name
    if recipient.kind == RecipientKind.TEACHER:
        return _("Guru")
    return _("Murid %(group)s") % {"group": recipient.class_group or recipient.grade or ""}


def _handed_over(report: Report) -> QuerySet[Allocation]:
    states = [AllocationState.HANDED_OVER, AllocationState.REFUTED]
    found = report.handover.allocations.filter(state__in=states)
    return found.select_related("device", "line", "need__recipient").order_by("need__promised_rank", "pk")


def _reused(report: Report, current: Sequence[Evidence]) -> Counter[str]:
    """How many other reports hold the very same picture, on whatever ground they lie."""
    hashes = [one.sha256 for one in current]
    others = Evidence.objects.filter(sha256__in=hashes).exclude(report=report)
    return Counter(sha256 for sha256, _report in set(others.values_list("sha256", "report_id")))


def _photo(report: Report, evidence: Evidence, used_elsewhere: int) -> ComparedPhoto:
    school = report.handover.school
    metres = None
    if evidence.latitude is not None and evidence.longitude is not None and school.latitude and school.longitude:
        metres = oddities.metres_between((evidence.latitude, evidence.longitude), (school.latitude, school.longitude))
    odd = oddities.of_photo(
        taken_at=evidence.taken_at,
        received_on=report.received_on,
        submitted_at=report.submitted_at,
        metres=metres,
        used_elsewhere=used_elsewhere,
    )
    return ComparedPhoto(evidence, metres, odd)
