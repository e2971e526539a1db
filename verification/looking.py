"""One photo beside its report: how far from the school it was taken, and what is odd about it."""

from __future__ import annotations

from schools.models import School
from verification import oddities
from verification.models import Evidence, Photo, Report
from verification.oddities import Oddity


def metres_from_school(evidence: Evidence, report: Report) -> float | None:
    """None where one of both places is not known. `report` with handover and school selected."""
    return metres_to(report.handover.school, evidence)


def metres_to(school: School, photo: Photo) -> float | None:
    """How far from the school a photo was taken; None where one of both places is not known."""
    if photo.latitude is None or photo.longitude is None or not school.latitude or not school.longitude:
        return None
    return oddities.metres_between((photo.latitude, photo.longitude), (school.latitude, school.longitude))


def odd_about(evidence: Evidence, report: Report, *, used_elsewhere: int = 0) -> list[Oddity]:
    """`used_elsewhere`: how many other reports hold the very same picture."""
    return oddities.of_photo(
        taken_at=evidence.taken_at,
        received_on=report.received_on,
        submitted_at=report.submitted_at,
        metres=metres_from_school(evidence, report),
        used_elsewhere=used_elsewhere,
    )
