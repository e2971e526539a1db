"""The offices over one school of Kalideres, one person each; and somebody without an account."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.test import Client

from ksbb.authority.actors import Actor
from schools.models import School
from tests.factories.donations import school_at
from tests.factories.verification import member, principal_of


@dataclass(frozen=True)
class Offices:
    """Who sits at each level over the school's ground; `elsewhere` holds the same roles in another province."""

    district: Actor
    city: Actor
    coordinator: Actor
    auditor: Actor
    elsewhere: tuple[Actor, ...]

    def all(self) -> tuple[Actor, ...]:
        return (self.district, self.city, self.coordinator, self.auditor)


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> None:
    """What other tests have asked for does not count here, and figures are not kept from one to the next."""
    cache.clear()


@pytest.fixture
def school(db: None) -> School:
    return school_at(name="SMP Uji Kalideres")


@pytest.fixture
def offices(db: None) -> Offices:
    return Offices(
        district=member("district_supervisor", codes=("31.73.06",)),
        city=member("city_supervisor", codes=("31.73",)),
        coordinator=member("coordinator", codes=("31",)),
        auditor=member("auditor", codes=("31",)),
        elsewhere=(
            member("district_supervisor", codes=("32.04.05",)),
            member("city_supervisor", codes=("32.04",)),
            member("coordinator", codes=("32",)),
            member("auditor", codes=("32",)),
        ),
    )


@pytest.fixture
def principal(school: School) -> Actor:
    """Of the school that is complained about: the one who must never read it."""
    return principal_of(school)


@pytest.fixture
def visitor(db: None) -> Client:
    """A browser without an account."""
    return Client()
