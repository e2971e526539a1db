"""What the base knows that speaks for a closer look, for many reports at once: a constant number of statements for however many.

A gatherer takes the reports and yields (id of the report, fact). To add one, put it into GATHERERS.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from donations.models import Allocation, Confirmed, DeviceNumber, Handover, ReceiptSlip, Shortfall, WantedDevice
from donations.states import AllocationState
from recipients.models import RecipientKind
from verification import oddities
from verification.likeness import alike_counts
from verification.looking import odd_about
from verification.models import Evidence, Report
from verification.risk import Fact, of_guardians, of_photos
from verification.states import PhotoState, ReportState

Found = Iterator[tuple[int, Fact]]
HANDED = (AllocationState.HANDED_OVER, AllocationState.REFUTED)


def facts_about(ids: Collection[int]) -> dict[int, list[Fact]]:
    """Every report of `ids` has an entry, also the one without any finding."""
    selected = Report.objects.filter(pk__in=ids).select_related("handover__school", "handover__pledge")
    reports = list(selected)
    found: dict[int, list[Fact]] = {report.pk: [] for report in reports}
    for gather in GATHERERS:
        for pk, fact in gather(reports):
            found[pk].append(fact)
    return found


def of_counts_and_dates(reports: Collection[Report]) -> Found:
    """More or fewer than the papers name, what is missing, dates that do not fit, a second try, paper instead of code."""
    by_handover = {report.handover_id: report for report in reports}
    units = Allocation.objects.filter(handover__in=by_handover, state__in=HANDED).order_by()
    handed = dict(units.values_list("handover").annotate(count=Count("pk")))
    said = Shortfall.objects.filter(handover__in=by_handover, stage=Shortfall.Stage.REPORTED).order_by()
    missing = dict(said.values_list("handover").annotate(count=Count("pk")))
    for handover_id, report in by_handover.items():
        gone, on_paper = missing.get(handover_id, 0), handed.get(handover_id, 0)
        if gone:
            yield report.pk, Fact("missing", {"count": gone})
        if report.received_count != on_paper - gone:
            yield report.pk, Fact("count", {"received": report.received_count, "handed_over": on_paper - gone})
        if _odd_dates(report):
            yield report.pk, Fact("date")
        if report.handover.confirmed_how == Confirmed.PAPER:
            yield report.pk, Fact("by_paper")
        if report.returned_at or report.rejected_at:
            yield report.pk, Fact("again")


def _odd_dates(report: Report) -> bool:
    handover = report.handover
    done_on = timezone.localdate(handover.done_at) if handover.done_at else None
    planned_on = timezone.localdate(handover.scheduled_for)
    return bool(oddities.of_dates(report.received_on, scheduled_on=planned_on, done_on=done_on))


def of_evidence(reports: Collection[Report]) -> Found:
    """Photos that other reports hold too, taken elsewhere or at another time, or not looked at by the system yet."""
    photos: dict[int, list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.current().filter(report__in=reports):
        photos[one.report_id].append(one)
    hashes = {one.sha256 for some in photos.values() for one in some}
    holders: dict[str, set[int]] = defaultdict(set)
    for sha256, report_id in Evidence.objects.filter(sha256__in=hashes).values_list("sha256", "report_id"):
        holders[sha256].add(report_id)
    for report in reports:
        odd: Counter[str] = Counter()
        elsewhere: set[int] = set()
        for one in photos[report.pk]:
            elsewhere |= holders[one.sha256] - {report.pk}
            codes = {oddity.code for oddity in odd_about(one, report)}
            odd["far"] += "far" in codes
            odd["time"] += bool(codes & {"photo_early", "photo_late"})
            odd["unready"] += one.state != PhotoState.CLEAN
        for fact in of_photos(len(elsewhere), odd["far"], odd["time"], odd["unready"]):
            yield report.pk, fact


def of_copies(reports: Collection[Report]) -> Found:
    """Photos that resemble another report's, however disguised."""
    for report_id, count in alike_counts(reports).items():
        yield report_id, Fact("photo_like", {"count": count})


def of_beginners(reports: Collection[Report]) -> Found:
    """Givers and schools of whom nothing was ever verified."""
    verified = Handover.objects.filter(report__state=ReportState.VERIFIED)
    donors = {report.handover.pledge.donor_id for report in reports}
    schools = {report.handover.school_id for report in reports}
    known_donors = set(verified.filter(pledge__donor__in=donors).values_list("pledge__donor", flat=True).distinct())
    known_schools = set(verified.filter(school__in=schools).values_list("school", flat=True).distinct())
    for report in reports:
        if report.handover.pledge.donor_id not in known_donors:
            yield report.pk, Fact("new_giver")
        if report.handover.school_id not in known_schools:
            yield report.pk, Fact("new_school")


def of_confirmations(reports: Collection[Report]) -> Found:
    """What the guardians of the pupils said on their slips."""
    by_handover = {report.handover_id: report.pk for report in reports}
    pupils = Allocation.objects.filter(
        handover__in=by_handover, state__in=HANDED, need__recipient__kind=RecipientKind.STUDENT
    )
    asked = pupils.exclude(shortfalls__stage=Shortfall.Stage.REPORTED).order_by()
    counts = dict(asked.values_list("handover").annotate(count=Count("pk")))
    slips = ReceiptSlip.objects.filter(allocation__handover__in=by_handover).order_by()
    told = slips.values("allocation__handover").annotate(
        confirmed=Count("pk", filter=Q(arrived=True)),
        denied=Count("pk", filter=Q(arrived=False)),
        charged=Count("pk", filter=Q(was_charged=True)),
    )
    answers = {row["allocation__handover"]: row for row in told}
    nothing = {"confirmed": 0, "denied": 0, "charged": 0}
    for handover, pk in by_handover.items():
        row = answers.get(handover, nothing)
        for fact in of_guardians(counts.get(handover, 0), row["confirmed"], row["denied"], row["charged"]):
            yield pk, fact


def of_wanted_devices(reports: Collection[Report]) -> Found:
    """Numbers of lost or stolen devices among those that were handed over."""
    by_handover = {report.handover_id: report.pk for report in reports}
    statement = f"""
        SELECT a.handover_id, count(DISTINCT n.device_id)
        FROM {Allocation._meta.db_table} a JOIN donations_device d ON d.allocation_id = a.id
        JOIN {DeviceNumber._meta.db_table} n ON n.device_id = d.id
        JOIN {WantedDevice._meta.db_table} w ON w.kind = n.kind AND w.value = n.value AND w.lifted_at IS NULL
        WHERE a.handover_id = ANY(%s) GROUP BY 1
    """  # noqa: S608 - names of our own tables
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(by_handover)])
        for handover, count in cursor.fetchall():
            yield by_handover[handover], Fact("device_wanted", {"count": count})


GATHERERS: tuple[Callable[[Collection[Report]], Found], ...] = (
    of_counts_and_dates,
    of_evidence,
    of_copies,
    of_beginners,
    of_confirmations,
    of_wanted_devices,
)
