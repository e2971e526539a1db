"""The closer look in the world: a draw that waits and one whose visits are over, a planned visit, one that failed, its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.samples import committed_sample, drawn_sample, verified_report, visited
from verification.models import IntegrityCase, SampleDraw, Visit


@dataclass(frozen=True)
class Samples:
    """What the pages of the closer look are asked with."""

    waiting: SampleDraw
    opened: SampleDraw
    planned: Visit
    made: Visit
    case: IntegrityCase


def samples_of(school: School) -> Samples:
    opened = drawn_sample(days=20)
    planned = Visit.objects.get(report=verified_report(school=school, pupils=1, donor=somebody("donor")))
    made = Visit.objects.get(report=verified_report(school=school, pupils=1, donor=somebody("donor")))
    made = visited(made, seen=0)
    return Samples(
        waiting=committed_sample(starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=9)),
        opened=opened,
        planned=planned,
        made=made,
        case=IntegrityCase.objects.get(key=f"visit:{made.pk}"),
    )
