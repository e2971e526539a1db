"""A school of the programme with its people, and the criteria in force."""

from __future__ import annotations

import pytest

from ksbb.authority.actors import Actor
from recipients.actions.install_first_criteria import install_first_criteria
from recipients.models import CheckBatch, CriteriaSet, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.schools import SchoolFactory
from tests.factories.workbooks import SCHOOL
from tests.recipients.check_desk import GROUND, made


@pytest.fixture
def criteria(db: None) -> list[CriteriaSet]:
    return install_first_criteria()


@pytest.fixture
def school(criteria: list[CriteriaSet]) -> School:
    """Accepted, in Kalideres; it has the name that the invented workbooks carry."""
    return SchoolFactory.create(accepted=True, name=SCHOOL)


@pytest.fixture
def operator(acting: Acting, school: School) -> Actor:
    return acting("school_operator", organisation=school.organisation)


@pytest.fixture
def principal(acting: Acting, school: School) -> Actor:
    return acting("principal", organisation=school.organisation)


@pytest.fixture
def sudin(acting: Acting) -> Actor:
    """The office of the school's city."""
    return acting("city_supervisor", codes=[GROUND])


@pytest.fixture
def people(school: School) -> list[Recipient]:
    """Three who agreed to be asked about, with a NIK."""
    return [RecipientFactory.create(school=school, ready=True) for _ in range(3)]


@pytest.fixture
def batch(people: list[Recipient], sudin: Actor) -> CheckBatch:
    """A list for Disdukcapil with the three on it."""
    return made(source="dukcapil", region=GROUND, actor=sudin)
