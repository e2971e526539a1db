"""A school with open needs, who works there and who gives."""

from __future__ import annotations

import pytest

from ksbb.authority.actors import Actor
from schools.models import School
from tests.conftest import Acting
from tests.factories.donations import donor_of, people_at, school_at


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    """Papers are written to a folder that goes with the test."""
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": str(tmp_path), "base_url": None}}
    }


@pytest.fixture
def school(db: None) -> School:
    """Five pupils and two teachers wait."""
    found = school_at(name="SMP Uji Kalideres")
    people_at(found, pupils=5, teachers=2)
    return found


@pytest.fixture
def principal(acting: Acting, school: School) -> Actor:
    return acting("principal", organisation=school.organisation)


@pytest.fixture
def donor(acting: Acting) -> Actor:
    actor = acting("donor")
    donor_of(actor)
    return actor
