"""One school with a handover, and those who stand around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from donations.models import Handover
from ksbb.authority.actors import Actor
from schools.models import School
from tests.factories.donations import school_at
from tests.factories.verification import handed_over, member, principal_of, report_on
from verification.models import Report


@dataclass
class Scene:
    """A handover at a school in Kalideres; the validator watches over Jakarta Barat."""

    school: School
    handover: Handover
    principal: Actor
    donor: Actor
    validator: Actor

    def reported(self) -> Report:
        return report_on(self.handover, actor=self.principal)


@pytest.fixture
def scene(db: None) -> Scene:
    school = school_at(latitude=-6.1418, longitude=106.7)
    donor = member("donor")
    return Scene(
        school=school,
        handover=handed_over(school=school, donor=donor),
        principal=principal_of(school),
        donor=donor,
        validator=member("validator", codes=("31.73",)),
    )


@pytest.fixture
def report(scene: Scene) -> Report:
    return scene.reported()


@pytest.fixture
def client(scene: Scene, client_as: Callable[[Actor], Client]) -> Client:
    """The principal's browser."""
    return client_as(scene.principal)
