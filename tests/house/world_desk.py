"""A rejected report of the world's school and what the school says against it."""

from __future__ import annotations

from ksbb.authority.actors import Actor
from schools.models import School
from tests.factories.donations import appoint, complete, promise
from tests.factories.verification import judged, report_on
from verification.actions.appeal_verdict import appeal_verdict
from verification.models import VerdictAppeal


def verdict_appeal_of(school: School, giver: Actor, principal: Actor) -> VerdictAppeal:
    report = report_on(complete(appoint(promise(giver, school))), actor=principal)
    return appeal_verdict(report=judged(report, "rejected"), text="Nomornya terbaca di foto kedua.", actor=principal)
